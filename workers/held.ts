// Owns what the session remembers of each node: its output tensors, the signature they belong to, and their pictures.
import { numel, type Shape } from "../engine/core/shape.ts";
import { type PortRef, printPort } from "../engine/graph/graph.ts";
import { kernels } from "../engine/kernels/index.ts";
import { drawPicture, sampleView } from "../engine/kernels/statistics/pictures.ts";
import type { Storage } from "../engine/tensor/storage.ts";
import type { Tensor } from "../engine/tensor/tensor.ts";
import type { Activation, Inspection, Stats } from "./protocol.ts";

const histogramBins = 64;
/** The most values an inspection carries. */
const inspectionLimit = 2 ** 22;

interface Port {
  readonly tensor: Tensor;
  described: { readonly stats: Stats; readonly histogram: readonly number[] } | null;
  /** The picture last drawn, of which sample, and the revision it was drawn for. */
  shown: { readonly activation: Activation; readonly sample: number; readonly revision: number } | null;
  batched: boolean;
}

interface Node {
  readonly signature: string;
  /** By their own names, null for the first. */
  readonly ports: ReadonlyMap<string | null, Port>;
}

/**
 * Values by id of the node. A node is here or not as a whole.
 */
export class Held {
  private readonly nodes = new Map<string, Node>();
  /** How many ports show a storage: Flatten, and Dropout in eval(), give out the memory they were given. */
  private readonly uses = new Map<Storage, number>();

  /** Lets go of every node whose signature is not the wanted one. */
  keepOnly(wanted: ReadonlyMap<string, string>): void {
    for (const [id, { signature }] of this.nodes) if (wanted.get(id) !== signature) this.drop(id);
  }

  drop(id: string): void {
    const node = this.nodes.get(id);
    if (!node) return;
    this.nodes.delete(id);
    for (const { tensor } of node.ports.values()) {
      const { storage } = tensor;
      const uses = (this.uses.get(storage) ?? 1) - 1;
      if (uses > 0) this.uses.set(storage, uses);
      else {
        this.uses.delete(storage);
        storage.free();
      }
    }
  }

  has(id: string): boolean {
    return this.nodes.has(id);
  }

  /** Takes a node's outputs, in the order of its ports, and frees their memory when the last port that shows it goes. */
  put(id: string, signature: string, ports: readonly (string | null)[], tensors: readonly Tensor[]): void {
    const entries = tensors.map((tensor, i): [string | null, Port] => [
      ports[i] ?? null,
      { tensor, described: null, shown: null, batched: true },
    ]);
    this.nodes.set(id, { signature, ports: new Map(entries) });
    for (const { storage } of tensors) {
      storage.keep();
      this.uses.set(storage, (this.uses.get(storage) ?? 0) + 1);
    }
  }

  private port = ({ node, port }: PortRef): Port | undefined => this.nodes.get(node)?.ports.get(port);

  hasPort = (ref: PortRef): boolean => this.port(ref) !== undefined;

  /** The tensor at a port that `hasPort`. */
  tensor = (ref: PortRef): Tensor => {
    const port = this.port(ref);
    if (!port) throw new Error(`${printPort(ref)} has not been computed`);
    return port.tensor;
  };

  /** Computes statistics and draws the pictures of a node's ports, where that has not been done for this sample. */
  show(id: string, revision: number, sample: number, unbatched: ReadonlySet<string>): void {
    for (const [own, port] of this.nodes.get(id)?.ports ?? []) {
      const from = { node: id, port: own };
      const batched = !unbatched.has(printPort(from));
      if (port.shown && port.shown.sample === sample && port.batched === batched) continue;
      const { shape, dtype } = port.tensor;
      const { stats } = describe(port);
      port.batched = batched;
      const picture = drawPicture(port.tensor.data, shape, sample, batched);
      port.shown = { activation: { from, shape, dtype, stats, picture }, sample, revision };
    }
  }

  /** Activations drawn for a later revision than `have`, by port. */
  shownSince(have: number): Record<string, Activation> {
    const out: Record<string, Activation> = {};
    for (const [key, { shown }] of this.all()) if (shown && shown.revision > have) out[key] = shown.activation;
    return out;
  }

  /** All ports held. */
  ports(): string[] {
    return this.all().map(([key]) => key);
  }

  private all(): [string, Port][] {
    return [...this.nodes].flatMap(([id, { ports }]) =>
      [...ports].map(([port, held]): [string, Port] => [printPort({ node: id, port }), held]),
    );
  }

  /** One port in full; null when it is not held. */
  inspect(ref: PortRef, sample: number): Inspection | null {
    const port = this.port(ref);
    if (!port) return null;
    const { shape, dtype } = port.tensor;
    const described = describe(port);
    const view = sampleView(shape, sample, port.batched);
    const sampleShape = cutShort(view.shape, inspectionLimit);
    return {
      shape,
      dtype,
      ...described,
      values: Float32Array.from(port.tensor.data.subarray(view.offset, view.offset + numel(sampleShape))),
      sampleShape,
    };
  }
}

/** Statistics and histogram of a port's values, computed once. */
function describe(port: Port): NonNullable<Port["described"]> {
  if (port.described) return port.described;
  const { histogram, ...stats } = kernels.describe(port.tensor.data, histogramBins);
  port.described = { stats, histogram: [...histogram] };
  return port.described;
}

/** The leading part of a shape that has at most `limit` elements: outer dims are cut first. */
function cutShort(shape: Shape, limit: number): Shape {
  const cut = [...shape];
  for (let dim = 0; dim < cut.length && numel(cut) > limit; dim++) {
    const inner = numel(cut.slice(dim + 1));
    cut[dim] = Math.max(1, Math.floor(limit / inner));
  }
  return cut;
}
