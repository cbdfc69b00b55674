import type { ProblemPart } from '../../api/client';

/** The line a problem stands on, out of `file:line` or `file:line:column`. */
export function lineOf(problem: ProblemPart): number | null {
  const found = /:(\d+)(?::\d+)?(?:\s|$)/.exec(problem.where ?? '');
  return found ? Number.parseInt(found[1]!, 10) : null;
}
