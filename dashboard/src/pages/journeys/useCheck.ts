import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { api } from '../../api/client';
import { plainOf, type Draft } from './document';
import type { StepProblem } from './shapes';

const CHECK_WAIT_MS = 400;

export interface Checked {
  problems: StepProblem[];
  /** How many there are on each step; '' for the journey as a whole. */
  counts: Map<string, number>;
  /** The document as YAML. */
  yaml: string | undefined;
  /** What was checked is what stands there now. */
  isCurrent: boolean;
  error: unknown;
}

/** What would keep the draft from being launched, while it is edited. */
export function useCheck(draft: Draft): Checked {
  const document = useMemo(() => plainOf(draft), [draft]);
  const text = JSON.stringify(document);
  const [settled] = useDebouncedValue(text, CHECK_WAIT_MS);
  const answer = useQuery({
    queryKey: ['/api/journeys/check', settled],
    queryFn: () => api.post('/api/journeys/check', { document: JSON.parse(settled) as Record<string, unknown> }),
    placeholderData: (before) => before,
    staleTime: 30_000,
  });
  const problems = useMemo(() => answer.data?.problems ?? [], [answer.data]);
  const counts = useMemo(() => {
    const found = new Map<string, number>();
    for (const { step } of problems) found.set(step ?? '', (found.get(step ?? '') ?? 0) + 1);
    return found;
  }, [problems]);
  return { problems, counts, yaml: answer.data?.yaml, isCurrent: settled === text && answer.isSuccess && !answer.isPlaceholderData, error: answer.error };
}
