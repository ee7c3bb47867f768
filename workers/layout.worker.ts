// Owns the thread in which the layout engine runs: elkjs's own worker script, which answers elkjs's own client.
import "elkjs/lib/elk-worker.min.js";
