import type { Expr, FunctionNode, Module } from "../../ir/nodes.ts";
import type { CallGraph } from "./call-graph.ts";

const APPLICATION = /^(FastAPI|Starlette|Quart|Sanic|Litestar|Flask|Application)$/;
const FACTORY_NAME = /^(create|make|build|get)_(asgi_|wsgi_|web_)?(app|application)$/;

/** Functions that a server calls to get the application (`uvicorn --factory bot.main:create_app`), or around its life: nothing in the code calls them. */
export function applicationFactories(module: Module, graph: CallGraph): FunctionNode[] {
  return module.functions.filter((fn) => !fn.qualname.includes(".") && (isFactory(fn) || isLifespan(fn)) && graph.callersOf(fn).length === 0);
}

const isFactory = (fn: FunctionNode): boolean => APPLICATION.test(lastWord(fn.returns)) || FACTORY_NAME.test(fn.name);

/** `@asynccontextmanager async def lifespan(app: FastAPI)`, handed to the application through whatever makes it. */
const isLifespan = (fn: FunctionNode): boolean =>
  fn.generator && fn.decorators.some((one) => lastWord(one) === "asynccontextmanager") && (/lifespan/.test(fn.name) || fn.params.some((one) => APPLICATION.test(lastWord(one.annotation))));

const lastWord = (expr: Expr | null): string => (expr?.kind === "attribute" ? expr.name : expr?.kind === "name" ? expr.id : "");

/** `app = FastAPI(...)`, `app = create_app()` at the top of a module, or a factory: `uvicorn bot.main:app` loads it. */
export function makesApplication(module: Module, graph: CallGraph): boolean {
  const makes = module.root.body.some((one) => one.kind === "assign" && one.value.kind === "call" && (APPLICATION.test(lastWord(one.value.callee)) || FACTORY_NAME.test(lastWord(one.value.callee))));
  return makes || applicationFactories(module, graph).length > 0;
}
