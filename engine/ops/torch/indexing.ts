// Owns how torch's functions that read and write at indices or masks are called.

export const indexingCalls = {
  argwhere: "(Tensor input)",
  fill: ["(Tensor input, Tensor value)", "(Tensor input, Number value)"],
  gather: [
    "(Tensor input, int dim, Tensor index, *, bool sparse_grad=False, @out)",
    "(Tensor input, name dim, Tensor index, *, bool sparse_grad=False, @out)",
  ],
  index_add: [
    "(Tensor input, int dim, Tensor index, Tensor source, *, Number alpha=1, @out)",
    "(Tensor input, name dim, Tensor index, Tensor source, *, Number alpha=1)",
  ],
  index_copy: [
    "(Tensor input, int dim, Tensor index, Tensor source, @out)",
    "(Tensor input, name dim, Tensor index, Tensor source)",
  ],
  index_fill: [
    "(Tensor input, int dim, Tensor index, Tensor value)",
    "(Tensor input, name dim, Tensor index, Tensor value)",
    "(Tensor input, int dim, Tensor index, Number value)",
    "(Tensor input, name dim, Tensor index, Number value)",
  ],
  index_put: "(Tensor input, Tensors? indices, Tensor values, bool accumulate=False)",
  index_select: ["(Tensor input, int dim, Tensor index, @out)", "(Tensor input, name dim, Tensor index, @out)"],
  masked_fill: ["(Tensor input, Tensor mask, Tensor value)", "(Tensor input, Tensor mask, Number value)"],
  masked_select: "(Tensor input, Tensor mask, @out)",
  nonzero: ["(Tensor input, @out)", "(Tensor input, *, bool as_tuple)"],
  scatter: [
    "(Tensor input, int dim, Tensor index, Tensor src, @out)",
    "(Tensor input, int dim, Tensor index, Tensor src, *, str reduce, @out)",
    "(Tensor input, name dim, Tensor index, Tensor src)",
    "(Tensor input, int dim, Tensor index, Number value, @out)",
    "(Tensor input, int dim, Tensor index, Number value, *, str reduce, @out)",
    "(Tensor input, name dim, Tensor index, Number value)",
  ],
  scatter_add: [
    "(Tensor input, int dim, Tensor index, Tensor src, @out)",
    "(Tensor input, name dim, Tensor index, Tensor src)",
  ],
  scatter_reduce: "(Tensor input, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True, @out)",
  select_scatter: "(Tensor input, Tensor src, int dim, int index, @out)",
  slice_scatter: "(Tensor input, Tensor src, int dim=0, int? start=None, int? end=None, int step=1, @out)",
  diagonal_scatter: "(Tensor input, Tensor src, int offset=0, int dim1=0, int dim2=1, @out)",
  masked_scatter: "(Tensor input, Tensor mask, Tensor source, @out)",
  take: "(Tensor input, Tensor index, @out)",
  take_along_dim: "(Tensor input, Tensor indices, int? dim=None, @out)",
} as const;
