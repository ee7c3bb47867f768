// Winograd's convolutions on WebAssembly: for which sizes they pay off, and with which tiles.
import type { FusedActivation } from "../matmul/contract.ts";

import { activationCode } from "../matmul/epilogue.ts";
import type { Workspace } from "../memory/workspace.ts";
import type { ConvDims } from "./contract.ts";
import type { ConvExports } from "./exports.ts";
import { type TileSide, tilePlan, tilesOf, volume } from "./plan.ts";

type Exports = ConvExports;

/** Tiles of 4×4 pay off from so many on: when weights are transformed every time, and when they are prepared. */
const fewTiles = 12;
const fewTilesPrepared = 8;
/** What tiles of 2×2 take of the products of the direct sum must be less than this, as there are their transforms. */
const worthTransforms = 0.75;

const eights = (count: number): number => Math.ceil(count / 8) * 8;

/**
 * The tiles for a convolution with unit strides and dilation; null where the direct sum is faster. Transforming images
 * pays off with enough channels on both sides, transforming weights with enough tiles.
 */
export function tileSide(d: ConvDims, prepared: boolean): TileSide | null {
  const flat3x3 = d.kernel.join() === "1,3,3" && d.input[0] === 1 && d.output[0] === 1 && d.before[0] === 0;
  if (!flat3x3 || d.groups !== 1 || d.inPerGroup < 8 || d.outPerGroup < 8) return null;
  const tiles = (side: TileSide): number => {
    const [down, across] = tilesOf(d, side);
    return d.batch * down * across;
  };
  // Products come in columns of eight tiles.
  const products = (side: TileSide): number => (side + 2) ** 2 * eights(tiles(side));
  if (!prepared) return tiles(4) >= fewTiles ? 4 : null;
  if (tiles(4) >= fewTilesPrepared) return products(4) <= products(2) ? 4 : 2;
  const direct = 9 * d.batch * eights(volume(d.output));
  return products(2) < worthTransforms * direct ? 2 : null;
}

/** Images whose padded images are kept at once, in bytes. */
const paddedAtOnce = 8 * 2 ** 20;
/** What images and products of a block of tiles may take of the caches. */
const blockBytes = 2 ** 20;

const tilesPerBlock = (channels: number, filters: number, side: TileSide): number => {
  const fit = Math.floor(blockBytes / ((side + 2) ** 2 * 4 * (channels + filters)) / 8) * 8;
  return Math.min(Math.max(fit, 32), 128);
};

/** The forward convolution by tiles of this size, all by pointers; `prepared`: weights transformed before. */
export const winogradByPointers =
  (kernel: Exports, space: Workspace, side: TileSide) =>
  (
    x: number,
    weight: number,
    bias: number,
    out: number,
    d: ConvDims,
    activation: FusedActivation,
    prepared: { readonly pointer: number } | null,
  ): void => {
    const { inPerGroup: c, outPerGroup: m } = d;
    const [, oh, ow] = d.output;
    const paddedBytes = 4 * c * volume(tilePlan(d, 1, side).padded);
    const atOnce = Math.max(Math.min(Math.floor(paddedAtOnce / paddedBytes), d.batch), 1);
    const plan = tilePlan(d, atOnce, side);
    const most = Math.min(tilesPerBlock(c, m, side), Math.ceil(plan.count / 8) * 8);
    const [own, paddedImages, tileIn, tileOut, extents, scratch] = space.scratch(
      prepared ? 0 : kernel.winogradWeightBytes(m, c, side),
      atOnce * paddedBytes,
      4 * plan.count,
      4 * plan.count,
      4 * plan.count,
      kernel.winogradScratch(m, c, most, side),
    );
    space.putInts(tileIn, plan.tileIn);
    space.putInts(tileOut, plan.tileOut);
    space.putInts(extents, plan.extents);
    const weights = prepared?.pointer ?? own;
    if (!prepared) kernel.winogradWeights(weights, weight, m, c, scratch, side);
    const perImage = plan.count / atOnce;
    const [paddedPlane, outPlane] = [4 * volume(plan.padded), 4 * oh * ow];
    for (let n = 0; n < d.batch; n += atOnce) {
      const images = Math.min(atOnce, d.batch - n);
      const from = x + 4 * n * c * volume(d.input);
      kernel.padImages(paddedImages, from, images * c, ...d.input, ...plan.padded, ...d.before, 0, plan.padded[1]);
      const places = [paddedImages, paddedPlane, 4 * plan.padded[2], out + n * m * outPlane, outPlane, 4 * ow] as const;
      const tables = [tileIn, tileOut, extents, images * perImage] as const;
      kernel.winograd(
        weights,
        ...places,
        ...tables,
        m,
        c,
        bias,
        activationCode[activation],
        most,
        scratch,
        side,
        weight,
      );
    }
  };
