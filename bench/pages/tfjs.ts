import { install } from "./peer.ts";

install({
  async start() {
    throw new Error("not yet");
  },
  async prepare() {
    throw new Error("not yet");
  },
});
