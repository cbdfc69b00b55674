import { useMemo } from 'react';
import { at } from '../../../api/client';
import { useReport } from '../../../api/report';
import type { Journey } from '../shapes';

/** How many came to each step and stand there, by step; nothing of a journey that was never launched. */
export function useStepCounts(journey: Journey) {
  const report = useReport(at('/api/journeys/{name}/counts', { name: journey.name }), {}, { isEnabled: journey.state !== null });
  const counted = report.data;
  const counts = useMemo(() => counted && new Map(counted.steps.map((step) => [step.step, step])), [counted]);
  return { counts, entries: counted?.entries };
}
