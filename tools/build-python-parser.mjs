/** Bundles the tokenizer and parser of pyright, patched, into dist/python-parser.mjs. Needs no network. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { patches, stubs } from "./python-parser/patches.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const pinned = "1.2.0-dev.20260920";

function packageDirectory() {
  const manifest = createRequire(import.meta.url).resolve("@zzzen/pyright-internal/package.json");
  const { version } = JSON.parse(readFileSync(manifest, "utf8"));
  if (version !== pinned) throw new Error(`@zzzen/pyright-internal is ${version}, the patches are for ${pinned}`);
  return dirname(manifest);
}

/** Messages as data: only those that the parser uses, in English. */
function messages(dist) {
  const texts = JSON.parse(readFileSync(join(dist, "localization/package.nls.en-us.json"), "utf8"));
  const source = readFileSync(join(dist, "parser/parser.js"), "utf8");
  const keys = [...new Set([...source.matchAll(/LocMessage\.(\w+)/g)].map((found) => found[1]))].sort();
  const table = Object.fromEntries(
    keys.map((key) => {
      const text = texts.Diagnostic[key];
      if (text === undefined) throw new Error(`no message ${key} upstream`);
      return [key, typeof text === "string" ? text : text.message];
    }),
  );
  return `
    const table = ${JSON.stringify(table)};
    const plain = (key) => { const message = { key, text: table[key], toString: () => table[key], format: (values) =>
      ({ key, text: table[key].replace(/\\{(\\w+)\\}/g, (_, name) => values[name] ?? "") }) }; return () => message; };
    export const LocMessage = Object.fromEntries(Object.keys(table).map((key) => [key, plain(key)]));
    const nothing = () => ({ format: () => "" });
    export const LocAddendum = { orPatternMissingName: nothing };`;
}

function patching(dist) {
  const pending = new Set(patches);
  return {
    name: "patch-pyright",
    setup(context) {
      context.onLoad({ filter: /pyright-internal[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
        const file = relative(dist, path).split(sep).join("/");
        if (stubs[file]) return { contents: stubs[file], loader: "js" };
        if (file === "localization/localize.js") return { contents: messages(dist), loader: "js" };
        let contents = readFileSync(path, "utf8");
        for (const patch of patches) {
          if (patch.file !== file) continue;
          const found = contents.split(patch.find).length - 1;
          if (found !== 1) throw new Error(`${file}: expected once, found ${found} times: ${patch.find}`);
          contents = contents.replace(patch.find, () => patch.replace);
          pending.delete(patch);
        }
        return { contents, loader: "js" };
      });
      context.onEnd(() => {
        if (pending.size > 0) throw new Error(`patches for files that are not bundled: ${[...pending].map((patch) => patch.file)}`);
      });
    },
  };
}

export async function buildPythonParser(outfile = join(root, "dist/python-parser.mjs")) {
  const dist = join(packageDirectory(), "dist");
  const result = await build({
    entryPoints: [join(root, "tools/python-parser/entry.js")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node22",
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: "none",
    banner: { js: "/* Tokenizer and parser of pyright (MIT, Copyright (c) Microsoft Corporation), patched by tools/build-python-parser.mjs. */" },
    metafile: true,
    logLevel: "silent",
    plugins: [patching(dist)],
  });
  return Object.keys(result.metafile.inputs).map((input) => input.split("pyright-internal/").at(-1));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const inputs = await buildPythonParser();
  console.error(`dist/python-parser.mjs from ${inputs.length} files`);
}
