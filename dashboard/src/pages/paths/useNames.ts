import { useTranslation } from 'react-i18next';
import type { PathNext, PathNode, PathsReport } from '../../api/paths';
import { useFormats } from '../../format';

const COLORS = ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#D55E00', '#7a6bc0', '#b0892f', '#3d8f8a', '#a05a72'];
const REST = '#a3afaa';

/** What a node is called. */
export function useNames(report: PathsReport | undefined) {
  const { t } = useTranslation('paths');
  const format = useFormats();
  const way = report?.direction ?? 'after';
  return (node: PathNode | PathNext) => {
    if (node.kind === 'end') return t(`end.${way}`);
    if (node.kind === 'other') return 'events' in node ? t('others', { count: node.events, events: format.count(node.events) }) : t('other');
    return node.event ?? '';
  };
}

/** Each event keeps its color from step to step; the most frequent ones are told apart. */
export function colorsOf(report: PathsReport): (node: PathNode) => string {
  const sums = new Map<string, number>();
  for (const node of report.nodes) if (node.event) sums.set(node.event, (sums.get(node.event) ?? 0) + node.sessions);
  const ranked = [...sums].sort((a, b) => b[1] - a[1]).map(([event]) => event);
  return (node) => (node.event ? (COLORS[ranked.indexOf(node.event)] ?? REST) : REST);
}
