// Owns the list of kernels that the WebAssembly module exports.
export { gemm, gemmScratch } from "../matmul/assembly/gemm";
export { gemmDot, rowTimesMatrix } from "../matmul/assembly/dot";
export { allFinite, padImages } from "../conv/assembly/pad_images";
export {
  convolve,
  convolveRows,
  convolveScratch,
  flipWeights,
  packWeights,
  weightGradient,
  weightGradientScratch,
} from "../conv/assembly/im2col";
export { convolveBatchBlock, convolveBatchBlockScratch, packBatchBlockWeights, toBatchBlock } from "../conv/assembly/batch_blocks";
export { batchBlockGradient, batchBlockGradientScratch } from "../conv/assembly/batch_blocks_gradient";
export { tapGradient, packChannels } from "../conv/assembly/tap_gradient";
export { depthwisePlanes } from "../conv/assembly/depthwise";
export { depthwiseInputGradient, depthwiseWeights, inputGradient, inputGradientScratch } from "../conv/assembly/gradient";
export {
  winograd,
  winogradFilters,
  winogradImages,
  winogradScratch,
  winogradSpare,
  winogradWeightBytes,
  winogradWeights,
} from "../conv/assembly/winograd";
export { sumChannels } from "../reduce/assembly/sum_channels";
export { binary, scale, zero } from "../elementwise/assembly/binary";
export { where, compare } from "../elementwise/assembly/compare";
export { ternary } from "../elementwise/assembly/ternary";
export { unary, unaryBackward } from "../elementwise/assembly/functions";
export { batchNormBackwardInput, batchNormForward, batchNormSums, channelStatistics } from "../norm/assembly/batchnorm";
export { softmaxBackward, softmaxForward } from "../softmax/assembly/softmax";
export { maxPoolBackward, maxPoolForward, maxPoolTaps, maxPoolTapsBackward } from "../pool/assembly/max_pool";
export { averageBackward, averageForward } from "../pool/assembly/avg_pool";
export { countBlocks, describeBlocks, mergeCounts, mergeFigures } from "../statistics/assembly/statistics";
export { adam, sgd } from "../optim/assembly/step";
export { layerNormForward } from "../layernorm/assembly/layernorm";
export { rmsNormForward, rowNormBackward, rowNormParameters } from "../layernorm/assembly/rownorm";
export { groupNormBackward, groupNormForward, sumSamples } from "../norm/assembly/groupnorm";
export { localResponseBackward, localResponseForward, localResponseProducts } from "../norm/assembly/lrn";
export { adadelta, adagrad, adamax, asgd, momentStep, rmsprop, rprop } from "../optim/assembly/step_adaptive";
export { attend, attendScratch } from "../attention/assembly/attend";
export {
  recurrentBackScratch,
  recurrentBackward,
  recurrentForward,
  recurrentInput,
  recurrentInputScratch,
  recurrentPack,
  recurrentPackedBytes,
  recurrentScratch,
} from "../recurrent/assembly/recurrent";
export { attentionBackward, attentionForward, attentionScratch } from "../attention/assembly/attention";
export { fusedRows, fusedScratch } from "../fused/assembly/fused_rows";
export { packAll, packedBytes } from "../matmul/assembly/packed";
export { addPlane, copyPlane } from "../shape/assembly/strided";
export { minMaxDim, argMinMaxDim } from "../reduce/assembly/min_max";
export { cumulateProducts, cumulateProductsBackward } from "../reduce/assembly/products";
export { cumulate, reduceLines } from "../reduce/assembly/reduce";
export { foldPlanes, unfoldPlanes } from "../fold/assembly/fold";
export { firstOutside, gatherAlong, scatterAlong } from "../indexing/assembly/gather";
export { addRows, takeRows } from "../indexing/assembly/rows";
export { addBags, sumBags } from "../sparse/assembly/bags";
export { crossEntropyBackward, nllBackward, nllForward } from "../loss/assembly/classes";
export { resampleDim, resampleDimBack } from "../interpolate/assembly/resample";
export { padPlanes, padPlanesBack } from "../pad/assembly/pad";
export { pairBackward, pairForward } from "../loss/assembly/pairs";
export { interleavePhases, polyphaseWeights } from "../conv_transpose/assembly/polyphase";
