// Owns how each kernel is divided among threads: into how many calls, and which part each of them does.
import { convolutions } from "./conv.ts";
import { elementwise } from "./elementwise.ts";
import { norms } from "./norm.ts";
import { pools } from "./pool.ts";
import { products } from "./products.ts";
import { recurrent } from "./recurrent.ts";
import type { Kernels, Table } from "./table.ts";

/** How every kernel is divided that may take long. */
export const divisions = (kernel: Kernels): Table => ({
  ...products(kernel),
  ...convolutions(kernel),
  ...elementwise,
  ...norms,
  ...pools,
  ...recurrent(kernel),
});
