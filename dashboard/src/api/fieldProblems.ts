import { ProblemError, type ProblemPart } from './client';
import { useProblemText } from './problems';

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

/** The parts of a problem; one that has none is its own only part. */
export function partsOf({ problem }: ProblemError): ProblemPart[] {
  const { problems, code, title, detail, where, next_step } = problem;
  return problems?.length ? problems : [{ code, what: detail ?? title, where, next_step }];
}

const inEnglish = (part: ProblemPart) => [part.what, part.next_step].filter(Boolean).join(' ');

/** Shares the parts of a problem among the fields of a form. `error` null: nothing is wrong. */
export function problemsOfForm(error: unknown, names: string[], say = inEnglish): FormProblems {
  if (!error) return { fields: {}, rest: null };
  if (!(error instanceof ProblemError)) return { fields: {}, rest: error };
  const fields: Record<string, string> = {};
  let isTold = true;
  for (const part of partsOf(error)) {
    const name = fieldOf(part.where);
    if (!names.includes(name)) isTold = false;
    else fields[name] ??= say(part);
  }
  return { fields, rest: isTold ? null : error };
}

/** The same, in the operator's language. */
export function useFormProblems(error: unknown, names: string[]): FormProblems {
  const textOf = useProblemText();
  return problemsOfForm(error, names, (part) => {
    const { title, next } = textOf(part);
    return [title, next].filter(Boolean).join(' ');
  });
}
