import type { PathsReport } from '../../api/paths';

/** The link from one event to another that most sessions take from where the picture begins; its share is of the sessions at the first. */
export function widestWay(report: Pick<PathsReport, 'nodes' | 'links'>): { event: string; next: string; sessions: number; share: number } | null {
  const events = new Map(report.nodes.filter((node) => node.kind === 'event').map((node) => [node.id, node]));
  let widest: ReturnType<typeof widestWay> = null;
  for (const { source, target, sessions, share } of report.links) {
    const [from, to] = [events.get(source), events.get(target)];
    if (from?.step !== 0 || !from.event || !to?.event || sessions <= (widest?.sessions ?? 0)) continue;
    widest = { event: from.event, next: to.event, sessions, share };
  }
  return widest;
}
