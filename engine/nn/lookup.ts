// Owns finding what lies inside a module by its dotted name, with torch's errors.
import { attributeError, type Members } from "./members.ts";

interface Nested<M extends object> {
  readonly transparent: boolean;
  _members(): Members<M>;
  _get_name(): string;
}

/** The module under a dotted name; what lies in a transparent module counts as its parent's. */
export function findModule<M extends Nested<M>>(root: M, target: string): M {
  if (target === "") return root;
  const [first, ...rest] = target.split(".") as [string, ...string[]];
  const own = root._members().children;
  const child = own.get(first);
  if (child) return findModule(child, rest.join("."));
  const between = [...own.values()].find((c) => c?.transparent && c._members().children.has(first));
  if (between) return findModule(between, target);
  throw attributeError(
    first in root ? `\`${first}\` is not an nn.Module` : `${root._get_name()} has no attribute \`${first}\``,
  );
}

/** The parameter or buffer under a dotted name; `kind` is what torch's error calls one. */
export function findTensor<M extends Nested<M>, T>(
  root: M,
  target: string,
  kind: string,
  tableOf: (members: Members<M>) => ReadonlyMap<string, T | null>,
): T {
  const names = target.split(".");
  const name = names.pop()!;
  const module = findModule(root, names.join("."));
  const found = tableOf(module._members()).get(name);
  if (found) return found;
  throw attributeError(
    name in module ? `\`${name}\` is not ${kind}` : `${module._get_name()} has no attribute \`${name}\``,
  );
}
