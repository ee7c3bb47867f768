// 简体中文: padding.
import type { ModuleTexts } from "./text.ts";

const ends = ["左、右", "左、右、上、下", "左、右、上、下、前、后"] as const;
const limits = {
  reflection: "；每个都须小于该维的大小",
  replication: "",
  circular: "；每个都不超过该维的大小",
  cutting: "；负数表示裁掉",
} as const;

const added = (dims: 1 | 2 | 3, limit: keyof typeof limits) => ({
  padding: `在每一端补上的值的个数：${ends[dims - 1]}${limits[limit]}。`,
});
const value = "用来填充的值。";

export const paddings = {
  ReflectionPad1d: { doc: "用序列自身的镜像填充四周，不重复边缘值。", args: added(1, "reflection") },
  ReflectionPad2d: { doc: "用图像自身的镜像填充四周，不重复边缘值。", args: added(2, "reflection") },
  ReflectionPad3d: { doc: "用体数据自身的镜像填充四周，不重复边缘值。", args: added(3, "reflection") },
  ReplicationPad1d: { doc: "重复序列的边缘值来填充四周。", args: added(1, "replication") },
  ReplicationPad2d: { doc: "重复图像的边缘值来填充四周。", args: added(2, "replication") },
  ReplicationPad3d: { doc: "重复体数据的边缘值来填充四周。", args: added(3, "replication") },
  ZeroPad1d: { doc: "在序列四周补零。", args: added(1, "cutting") },
  ZeroPad2d: { doc: "在图像四周补零。", args: added(2, "cutting") },
  ZeroPad3d: { doc: "在体数据四周补零。", args: added(3, "cutting") },
  ConstantPad1d: { doc: "用同一个值填充序列四周。", args: { ...added(1, "cutting"), value } },
  ConstantPad2d: { doc: "用同一个值填充图像四周。", args: { ...added(2, "cutting"), value } },
  ConstantPad3d: { doc: "用同一个值填充体数据四周。", args: { ...added(3, "cutting"), value } },
  CircularPad1d: { doc: "用序列另一端的值填充，如同首尾相接。", args: added(1, "circular") },
  CircularPad2d: { doc: "用图像对侧的值填充，如同首尾相接。", args: added(2, "circular") },
  CircularPad3d: { doc: "用体数据对侧的值填充，如同首尾相接。", args: added(3, "circular") },
} as const satisfies ModuleTexts;
