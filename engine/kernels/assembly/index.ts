// Owns the list of kernels that the WebAssembly module exports.
export { gemm, gemmScratch } from "./gemm";
export { gemmDot, rowTimesMatrix } from "./dot";
export { allFinite, frame } from "./frame";
export {
  convolve,
  convolveRows,
  convolveScratch,
  flipWeights,
  packWeights,
  weightGradient,
  weightGradientScratch,
} from "./im2col";
export { convolveLanes, convolveLanesScratch, packLanes, toLanes } from "./lanes";
export { lanesWeights, lanesWeightsScratch } from "./lanes_weights";
export { panelWeights, toPanels } from "./weight_panels";
export { depthwisePlanes } from "./depthwise";
export { depthwiseInputGradient, depthwiseWeights, inputGradient, inputGradientScratch } from "./conv_gradient";
export {
  winograd,
  winogradFilters,
  winogradImages,
  winogradScratch,
  winogradSpare,
  winogradWeightBytes,
  winogradWeights,
} from "./winograd";
export { sumChannels, zero } from "./copy";
export { binary, scale } from "./elementwise";
export { choose, compare } from "./compare";
export { triple } from "./triples";
export { unary, unaryBackward } from "./functions";
export { batchNormBackwardInput, batchNormForward, batchNormSums, channelStatistics } from "./norm";
export { softmaxBackward, softmaxForward } from "./softmax";
export { maxPoolBackward, maxPoolForward, maxPoolTaps, maxPoolTapsBackward } from "./max_pool";
export { averageBackward, averageForward } from "./pool";
export { countBlocks, describeBlocks, mergeCounts, mergeFigures } from "./statistics";
export { adam, sgd } from "./step";
export { layerNormForward } from "./layernorm";
export { rmsNormForward, rowNormBackward, rowNormParameters } from "./rownorm";
export { groupNormBackward, groupNormForward, sumSamples } from "./groupnorm";
export { localResponseBackward, localResponseForward, localResponseProducts } from "./lrn";
export { adadelta, adagrad, adamax, asgd, momentStep, rmsprop, rprop } from "./step_adaptive";
export { attend, attendScratch } from "./attend";
export {
  recurrentBackScratch,
  recurrentBackward,
  recurrentForward,
  recurrentInput,
  recurrentInputScratch,
  recurrentPack,
  recurrentPackedBytes,
  recurrentScratch,
} from "./recurrent";
export { attentionBackward, attentionForward, attentionScratch } from "./attention";
export { chain, chainScratch } from "./chain";
export { packAll, packedBytes } from "./packed";
export { addPlane, copyPlane } from "./strided";
export { extremeDim, placeDim } from "./extremes";
export { cumulate, reduceLines } from "./reduce";
export { foldPlanes, unfoldPlanes } from "./fold";
export { firstOutside, gatherAlong, scatterAlong } from "./gather";
export { addBags, addRows, sumBags, takeRows } from "./rows";
export { crossEntropyBackward, nllBackward, nllForward } from "./loss";
export { padPlanes, padPlanesBack, resampleDim, resampleDimBack } from "./resample";
export { pairBackward, pairForward } from "./pairs";
export { interleavePhases, phaseWeights } from "./phases";
