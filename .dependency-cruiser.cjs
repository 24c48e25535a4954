// The layer law: arrows point one way. Each rule's comment is the sentence that a newcomer reads when the build stops them.
const inside = (layers) => layers.map((one) => `^src/${one}(/|\\.ts$)`);

/** A layer may import itself, the sdk, and what is listed; nothing else of ours. */
const layer = (name, from, may, comment) => ({
  name, comment, severity: "error",
  from: { path: inside([from]) },
  to: { path: "^src/", pathNot: inside([from, "sdk", ...may]) },
});

/** The pipeline itself: the files that stand in src, beside the layers. */
const pipeline = "[a-z-]+\\.ts$";

/**
 * One recursive function over a tree or the calls of a program, in files by kind of node: expressions hold functions, functions
 * hold statements, statements call functions, and so on.
 */
const RECURSIVE = ["^src/languages/[a-z]+/lower", "^src/facts/code/reconnect/", "^src/facts/code/venue-values/"];

module.exports = {
  forbidden: [
    { name: "no-cycles", comment: "What depends on each other cannot be understood alone.", severity: "error", from: { pathNot: RECURSIVE }, to: { circular: true, viaOnly: { pathNot: RECURSIVE } } },
    layer("sdk-stands-alone", "sdk", [], "The vocabulary depends on nothing: third parties use it."),
    layer("ir-is-neutral", "ir", [], "The IR knows no language, no library and no check."),
    layer("knowledge-is-tables", "knowledge", [], "Knowledge is what we know about libraries and venues, not what we do with it."),
    layer("source-reads-files", "source", ["ir"], "The only place that reads the bot's files knows nothing of what is looked for."),
    layer("languages-lower-to-ir", "languages", ["ir", "source"], "A front end turns text into IR and knows no check."),
    layer("settings-read-the-bots-configuration", "settings", ["ir", "source", "knowledge"], "The bot's own configuration is read like its code: without any check in mind."),
    layer("run-reads-logs", "run", ["ir", "source", "knowledge"], "A run is read without any check in mind."),
    layer("facts-read-ir-and-run", "facts", ["ir", "run", "settings", "knowledge"], "A fact knows the IR and the timeline, never a check or a report."),
    {
      ...layer("checks-read-facts", "sections", ["facts", "knowledge"], "A check that walks the IR itself is a fact waiting to be named; it may name the types of nodes that facts hand out."),
      to: { path: "^src/", pathNot: inside(["sections", "sdk", "facts", "knowledge"]), dependencyTypesNot: ["type-only"] },
    },
    layer("judge-reads-findings", "judge", [], "How evidence is weighed may not depend on what was asked."),
    layer("reports-are-pure", "report", [], "A report is a function of the Audit and of nothing else."),
    layer("store-keeps-audits", "store", [], "The history knows audits, not how they came about."),
    layer("supervisor-watches-a-process", "supervisor", ["run"], "Who watches a process writes down what it sees, and knows neither code nor audits."),
    layer("config-is-what-the-person-said", "config", [], "golive.yaml is read before anything else, so it knows nothing else."),
    layer("testkit-is-for-everybody", "testkit", [], "Plug-in authors test with it: it is handed an audit and never makes one."),
    {
      name: "nobody-imports-apps", comment: "Apps turn input into settings; nothing depends on how somebody typed it.", severity: "error",
      from: { path: "^src/", pathNot: "^src/apps/" }, to: { path: "^src/apps/" },
    },
    {
      name: "apps-do-not-look-inside", comment: "An app asks for an audit and shows it; what it found belongs to the pipeline.", severity: "error",
      from: { path: "^src/apps/" },
      to: { path: "^src/", pathNot: [`^src/${pipeline}`, ...inside(["apps", "sdk", "config", "report", "store", "source", "supervisor", "sections/index"])] },
    },
    {
      name: "layers-do-not-import-the-pipeline", comment: "The pipeline calls the layers, never the other way round.", severity: "error",
      from: { path: "^src/[a-z]+/", pathNot: "^src/apps/" }, to: { path: `^src/${pipeline}` },
    },
    { name: "no-tests-in-the-product", comment: "What ships must not need a test.", severity: "error", from: { path: "^src/" }, to: { path: "^(test|tools)/" } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" }, tsPreCompilationDeps: true, doNotFollow: { path: "node_modules" },
    exclude: { path: "/fixtures/" },
  },
};
