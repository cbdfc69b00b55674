import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathsReport } from '../../api/paths';
import { StepSankey } from '../../charts/Sankey';
import { useFormats } from '../../format';
import { colorsOf, useNames } from './useNames';

const WIDTH_OF_STEP = 150;

interface PictureProps {
  report: PathsReport;
  onEvent: (event: string) => void;
}

/** The paths as a Sankey; looking back, the chosen event stands at the right. A click asks from there. */
export function Picture({ report, onEvent }: PictureProps) {
  const { t } = useTranslation('paths');
  const format = useFormats();
  const name = useNames(report);
  const isBack = report.direction === 'before';
  const deep = Math.max(...report.nodes.map((node) => node.step));
  const most = Math.max(...Array.from({ length: deep + 1 }, (_, step) => report.nodes.filter((node) => node.step === step).length));
  const at = useMemo(() => new Map(report.nodes.map((node) => [node.id, node])), [report.nodes]);
  const nodes = useMemo(() => {
    const color = colorsOf(report);
    return report.nodes.map((node) => ({ id: node.id, title: name(node), color: color(node), column: isBack ? deep - node.step : node.step }));
    // eslint-disable-next-line react-hooks/exhaustive-deps -- the names change with the report and the language only
  }, [report, isBack, deep, t]);
  const links = useMemo(
    () => report.links.map((link) => ({ source: isBack ? link.target : link.source, target: isBack ? link.source : link.target, value: link.sessions })),
    [report.links, isBack],
  );
  const linkText = (left: string, right: string) => {
    const [source, target] = isBack ? [right, left] : [left, right];
    const link = report.links.find((each) => each.source === source && each.target === target);
    const [from, to] = [at.get(left), at.get(right)];
    if (!link || !from || !to) return '';
    const text = t('link', { source: name(from), target: name(to), count: link.sessions, sessions: format.count(link.sessions), share: format.share(link.share) });
    return link.loops > 0 ? `${text} ${t('loops', { count: link.loops, loops: format.count(link.loops) })}` : text;
  };
  const nodeText = (id: string) => {
    const node = at.get(id);
    return node ? t('node', { event: name(node), step: node.step, count: node.sessions, sessions: format.count(node.sessions), share: format.share(node.share) }) : '';
  };
  return (
    <StepSankey
      label={t('label')} nodes={nodes} links={links} height={Math.max(320, most * 46)} minWidth={(deep + 1) * WIDTH_OF_STEP} format={format.count}
      linkText={linkText} nodeText={nodeText} hint={t('keys')}
      onNode={(id) => { const event = at.get(id)?.event; if (event) onEvent(event); }}
    />
  );
}
