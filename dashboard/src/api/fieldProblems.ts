import { ProblemError } from './client';

/** What an error says about a form: at its fields, and the rest, which stands above the form. */
export interface FormProblems {
  fields: Record<string, string>;
  /** The error itself where it says something that no field can show; else null. */
  rest: unknown;
}

/** `where` of a problem may be `email` or `body.email`: the last part names the field. */
function fieldOf(where: string | null | undefined): string {
  return where?.split('.').at(-1) ?? '';
}

/** Shares the parts of a problem among the fields of a form. `error` null: nothing is wrong. */
export function problemsOfForm(error: unknown, names: string[]): FormProblems {
  if (!error) return { fields: {}, rest: null };
  if (!(error instanceof ProblemError)) return { fields: {}, rest: error };
  const { problem } = error;
  const parts = problem.problems?.length
    ? problem.problems
    : [{ what: problem.detail ?? problem.title, where: problem.where, next_step: problem.next_step }];
  const fields: Record<string, string> = {};
  let isTold = true;
  for (const part of parts) {
    const name = fieldOf(part.where);
    if (!names.includes(name)) isTold = false;
    else fields[name] ??= [part.what, part.next_step].filter(Boolean).join(' ');
  }
  return { fields, rest: isTold ? null : error };
}
