// Owns what is dragged from the palette to the canvas.

/** The kind of a dragged palette entry; its text is the module's name. */
export const moduleMime = "application/x-edgewise-module";
