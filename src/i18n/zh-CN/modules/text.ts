// 简体中文: what a module says of itself and of its arguments, by the names torch gives them.

export interface ModuleText {
  readonly doc: string;
  readonly args: Readonly<Record<string, string>>;
}

export type ModuleTexts = Readonly<Record<string, ModuleText>>;
