// Makes what the pages load: bundles of CSS and script, one sprite of icons, and a Rust list of them with digests and
// compressed copies. Called by `build.rs` as `node bundle.mjs <npm folder> <folder for the results>`.

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { constants, gzipSync } from "node:zlib";

const [npm, out] = process.argv.slice(2);
const here = dirname(fileURLToPath(import.meta.url));
const modules = join(npm, "node_modules");
const esbuild = createRequire(join(npm, "package.json"))("esbuild");

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
};

// A file at the top of css/ or js/ is a bundle of its own; what bundles import lies in parts/.
const entries = ["css", "js"].flatMap((folder) =>
  readdirSync(join(here, folder))
    .filter((name) => extname(name) === `.${folder}`)
    .map((name) => join(here, folder, name)),
);

// Of the hundreds of tokens only those that our own style names are kept.
const styles = readdirSync(join(here, "css"), { recursive: true })
  .filter((name) => name.endsWith(".css"))
  .map((name) => readFileSync(join(here, "css", name), "utf8"))
  .join("\n");
const named = new Set(styles.match(/--[\w-]+/g));
const onlyNamedTokens = {
  name: "only-named-tokens",
  setup(build) {
    build.onLoad({ filter: /design-tokens[\\/]dist[\\/]tokens\.css$/ }, ({ path }) => ({
      loader: "css",
      contents: readFileSync(path, "utf8")
        .split("\n")
        .filter((line) => !/^\s*--/.test(line) || named.has(line.trim().split(":")[0]))
        .join("\n"),
    }));
  },
};

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
await esbuild.build({
  entryPoints: entries,
  entryNames: "[name]",
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022", "chrome120", "firefox121", "safari17.2"],
  nodePaths: [modules],
  legalComments: "none",
  logLevel: "warning",
  plugins: [onlyNamedTokens],
});
writeFileSync(join(out, "icons.svg"), sprite());
writeFileSync(join(out, "logo.svg"), readFileSync(join(here, "logo.svg")));
writeFileSync(join(out, "licenses.txt"), licenses());
writeFileSync(join(out, "list.rs"), list());

/** One file with a symbol for each name in icons.txt. */
function sprite() {
  const names = readFileSync(join(here, "icons.txt"), "utf8").split(/\s+/).filter(Boolean);
  const symbols = names.map((name) => {
    const icon = readFileSync(join(modules, "lucide-static/icons", `${name}.svg`), "utf8");
    const body = icon.slice(icon.indexOf(">", icon.indexOf("<svg")) + 1, icon.lastIndexOf("</svg>"));
    return `<symbol id="${name}" viewBox="0 0 24 24">${body.replace(/\s+/g, " ").replace(/> </g, "><").trim()}</symbol>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

/** What the licences of the packages ask to be passed on. */
function licenses() {
  const packages = ["@digital-go-jp/design-tokens", "htmx.org", "idiomorph", "lucide-static"];
  return packages
    .map((name) => {
      const folder = join(modules, name);
      const texts = readdirSync(folder)
        .filter((file) => /^(licen[cs]e|notice)/i.test(file))
        .map((file) => join(folder, file))
        .filter((file) => extname(file) !== "" || !file.endsWith("licenses"))
        .map((file) => readFileSync(file, "utf8").trim());
      return `${name}\n${"=".repeat(name.length)}\n\n${texts.join("\n\n")}\n`;
    })
    .join("\n\n");
}

/** The Rust source that `src/assets.rs` includes. */
function list() {
  const rows = readdirSync(out)
    .filter((name) => TYPES[extname(name)])
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(out, name));
      const digest = createHash("sha256").update(bytes).digest("hex").slice(0, 16);
      const stem = name.slice(0, -extname(name).length);
      writeFileSync(join(out, `${name}.gz`), gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }));
      const file = (suffix) => `include_bytes!(concat!(env!("OUT_DIR"), "/assets/${name}${suffix}"))`;
      return (
        `    Asset { name: "${name}", path: "/assets/${stem}-${digest}${extname(name)}", ` +
        `content_type: "${TYPES[extname(name)]}", bytes: ${file("")}, gzip: ${file(".gz")} },`
      );
    });
  return `&[\n${rows.join("\n")}\n]\n`;
}
