// Owns what new tensors hold in unit tests: NaN, so that nothing relies on memory that happens to be zero.
import { fillUnwritten } from "../engine/tensor/storage.ts";

fillUnwritten(Number.NaN);
