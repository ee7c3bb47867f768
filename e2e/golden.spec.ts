// Owns the comparison with PyTorch: models, weights and inputs opened through the page give the statistics PyTorch gives.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Editor, expect, jsonFile, test } from "./editor.ts";

const folder = join(import.meta.dirname, "fixtures", "golden");

interface Model {
  readonly graph: { readonly nodes: object; readonly edges: readonly { from: string; to: string }[] };
}

type Golden = Readonly<Record<string, { shape: string; mean: number; std: number; min: number; max: number }>>;

const read = async <T>(name: string): Promise<T> => JSON.parse(await readFile(join(folder, name), "utf8")) as T;

/** The order of the file, and others: reversed, rotated, sorted, and mixed by a small generator. */
function orders<T>(list: readonly T[]): readonly (readonly T[])[] {
  const mixed = (seed: number) => {
    let state = seed;
    const key = () => {
      state = (state * 48271) % 2147483647;
      return state;
    };
    return list
      .map((value) => ({ value, at: key() }))
      .sort((a, b) => a.at - b.at)
      .map(({ value }) => value);
  };
  const half = list.length >> 1;
  return [list, [...list].reverse(), [...list.slice(half), ...list.slice(0, half)], mixed(3), mixed(1009)];
}

/** Every edge and number that is not PyTorch's, within 1e-4 + 1e-3·|b|. */
async function differences(editor: Editor, golden: Golden): Promise<readonly string[]> {
  const edges = await editor.edgeStates();
  const wrong: string[] = [];
  for (const id of Object.keys(golden)) if (!edges.some((edge) => edge.id === id)) wrong.push(`${id} is missing`);
  for (const edge of edges) {
    const expected = golden[edge.id];
    if (!expected) wrong.push(`${edge.id} is not PyTorch's`);
    else if (edge.shape !== expected.shape) wrong.push(`${edge.id}: shape ${edge.shape}, not ${expected.shape}`);
    else {
      for (const key of ["mean", "std", "min", "max"] as const) {
        const [a, b] = [edge[key] === null ? Number.NaN : Number(edge[key]), expected[key]];
        if (!(Math.abs(a - b) <= 1e-4 + 1e-3 * Math.abs(b))) wrong.push(`${edge.id}: ${key} ${a}, not ${b}`);
      }
    }
  }
  return wrong;
}

for (const name of ["chain", "residual", "concat"]) {
  test(`${name}: the edges show PyTorch's statistics, in any order of the file's edges`, async ({ editor }) => {
    const model = await read<Model>(`${name}.json`);
    const golden = await read<Golden>(`${name}.edges.json`);
    expect(Object.keys(golden)).toHaveLength(model.graph.edges.length);
    for (const edges of orders(model.graph.edges)) {
      await editor.openModel(jsonFile({ ...model, graph: { ...model.graph, edges } }));
      await expect(editor.edges).toHaveCount(edges.length);
      await editor.openWeights(join(folder, `${name}.safetensors`));
      await editor.openInput(join(folder, `${name}.npy`));
      await expect.poll(() => differences(editor, golden)).toEqual([]);
      await editor.settled();
      await editor.dismissNotices();
    }
    await expect(editor.page.locator("[data-problem]")).toHaveCount(0);
  });
}
