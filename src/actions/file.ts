// Owns the actions on files: models, weights, inputs, examples.
import {
  FileInput,
  FilePlus,
  FolderOpen,
  HardDriveDownload,
  HardDriveUpload,
  History,
  Save,
  Shapes,
} from "lucide-react";
import { examples, newDocument, openExample, pickFile, saveModel, saveWeights } from "../io/files.ts";
import { updateDocuments } from "../session/documents.ts";
import { defineAction } from "./define.ts";

export const fileActions = [
  defineAction({
    id: "file.new",
    label: "toolbar.new",
    icon: FilePlus,
    keys: ["Mod+Alt+N"],
    perform: () => void newDocument(),
  }),
  defineAction({
    id: "file.open",
    label: "toolbar.open",
    icon: FolderOpen,
    keys: ["Mod+O"],
    inFields: true,
    perform: () => pickFile("model"),
  }),
  defineAction({
    id: "file.recent",
    label: "documents.recent",
    icon: History,
    perform: () => updateDocuments({ dialogOpen: true }),
  }),
  defineAction({
    id: "file.save",
    label: "toolbar.save",
    icon: Save,
    keys: ["Mod+S"],
    inFields: true,
    perform: (editor) => void saveModel(editor),
  }),
  defineAction({
    id: "file.openWeights",
    label: "toolbar.openWeights",
    icon: HardDriveUpload,
    perform: () => pickFile("weights"),
  }),
  defineAction({
    id: "file.saveWeights",
    label: "toolbar.saveWeights",
    icon: HardDriveDownload,
    perform: (editor) => void saveWeights(editor),
  }),
  defineAction({
    id: "file.openInput",
    label: "toolbar.openInput",
    icon: FileInput,
    perform: () => pickFile("input"),
  }),
] as const;

export const exampleActions = examples.map((example) =>
  defineAction({
    id: `file.example.${example.id}`,
    label: example.titleKey,
    icon: Shapes,
    perform: () => void openExample(example.id),
  }),
);
