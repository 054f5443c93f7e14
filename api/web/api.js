/** Requests to the service: JSON in, problems out. */

const ROOT = new URL("v1/", document.baseURI);
const running = new Map();

/** What went wrong, in words for a person (RFC 9457). */
export class Problem extends Error {
  constructor({ status = 0, title = null, detail = null, hint = null } = {}) {
    super(detail ?? title ?? "");
    Object.assign(this, { status, title, detail, hint });
  }
}

/** The address of a resource; parameters that are null or "" are left out. */
export function address(path, params = {}) {
  const url = new URL(path, ROOT);
  for (const [name, value] of Object.entries(params)) {
    if (value != null && value !== "") url.searchParams.set(name, value);
  }
  return url.href;
}

/** A signal for a request of this kind; earlier requests of the same kind are aborted. */
export function latest(kind) {
  running.get(kind)?.abort();
  const controller = new AbortController();
  running.set(kind, controller);
  return controller.signal;
}

/** The JSON of a resource; throws a Problem, or an AbortError when another request took over. */
export async function getJson(path, params, signal) {
  const answer = await fetch(address(path, params), { signal }).catch(unreachable);
  if (!answer.ok) throw new Problem({ status: answer.status, ...(await readProblem(answer)) });
  return answer.json();
}

function unreachable(error) {
  throw error.name === "AbortError" ? error : new Problem();
}

async function readProblem(answer) {
  if (!/json/.test(answer.headers.get("content-type") ?? "")) return {};
  const body = await answer.json().catch(() => ({}));
  return { title: body.title, detail: body.detail, hint: body.hint };
}
