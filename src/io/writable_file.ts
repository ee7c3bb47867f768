// Owns the type of a file of the user's disk that may be written to.

export type WritableFile = Pick<FileSystemFileHandle, "createWritable" | "name">;
