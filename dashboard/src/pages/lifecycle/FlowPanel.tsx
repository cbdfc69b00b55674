import { SegmentedControl } from '@mantine/core';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { addDays, spanOf } from '../../address/period';
import type { Board, Flow, FlowLink } from '../../api/lifecycle';
import { stageColor, useStageTitle } from '../../api/maps';
import { useReason } from '../../api/reasons';
import { useReport } from '../../api/report';
import { Sankey } from '../../charts/Sankey';
import { useFormats } from '../../format';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { ChartSkeleton } from '../../parts/Skeletons';
import { FlowDates } from './FlowDates';
import { FlowTable } from './FlowTable';
import { placeOf } from './moves';

/** "Not yet a customer" as a node of the picture. */
const NOBODY = '-';

interface FlowPanelProps {
  board: Board;
  onOpen: (what: string) => void;
}

/** Where the customers of one date stand at another; a click opens who they are. */
export function FlowPanel({ board, onOpen }: FlowPanelProps) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const reason = useReason();
  const [address, change] = useAddress();
  const chosen = spanOf(address.flow ?? '');
  const own = useReport('/api/lifecycle/flow', chosen ?? {}, { isEnabled: chosen !== null });
  const flow = chosen ? own.data : board.flow;
  const isTable = address.flow_as === 'table';
  const dates = chosen ?? { start: board.start.slice(0, 10), end: addDays(board.end.slice(0, 10), 0) };
  return (
    <Panel
      id="flow"
      title={flow ? <FlowTitle flow={flow} board={board} /> : t('flow.title')}
      text={flow && <>{t('flow.text', { start: format.date(flow.start), end: format.date(flow.end) })} {flow.value_unavailable && reason(flow.value_unavailable)}</>}
      actions={
        <>
          <FlowDates dates={dates} isChosen={chosen !== null} onChoose={(span) => change({ flow: span }, { replace: true })} />
          <SegmentedControl
            size="xs"
            aria-label={t('flow.as')}
            value={isTable ? 'table' : 'picture'}
            onChange={(value) => change({ flow_as: value === 'table' ? 'table' : undefined }, { replace: true })}
            data={[{ value: 'picture', label: t('flow.picture') }, { value: 'table', label: t('flow.table') }]}
          />
        </>
      }
      isFlush={isTable}
    >
      {chosen && own.isError && <ErrorState error={own.error} onRetry={() => void own.refetch()} />}
      {!flow && !own.isError && <ChartSkeleton height={360} />}
      {flow && (isTable
        ? <FlowTable flow={flow} board={board} onOpen={onOpen} />
        : <FlowPicture flow={flow} board={board} onOpen={onOpen} />)}
    </Panel>
  );
}

/** Says how many moved on and how many slid back. */
function FlowTitle({ flow, board }: { flow: Flow; board: Board }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const sum = (keep: (link: FlowLink) => boolean) => flow.links.filter(keep).reduce((total, link) => total + link.customers, 0);
  const isExit = (id: string | null) => board.stages.some((stage) => stage.id === id && stage.is_exit);
  const known = flow.links.filter((link) => link.source !== null && link.source !== link.target);
  const lost = known.filter((link) => isExit(link.target) || (!isExit(link.source) && placeOf(board, link.target) < placeOf(board, link.source)));
  const onward = known.filter((link) => !lost.includes(link));
  const came = sum((link) => link.source === null);
  if (known.length === 0 && came === 0) return <>{t('flow.still')}</>;
  return <>{t('flow.found', { onward: format.count(total(onward)), lost: format.count(total(lost)), came: format.count(came) })}</>;
}

function total(links: FlowLink[]): number {
  return links.reduce((sum, link) => sum + link.customers, 0);
}

function FlowPicture({ flow, board, onOpen }: { flow: Flow } & FlowPanelProps) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const name = useCallback(
    (id: string) => (id === NOBODY ? title(null) : title(id, board.stages.find((stage) => stage.id === id)?.title)),
    [title, board.stages],
  );
  const nodes = useMemo(
    () => [
      { id: NOBODY, title: title(null), color: '#a3afaa' },
      ...board.stages.map((stage) => ({ id: stage.id, title: name(stage.id), color: stageColor(stage.id, stage.color) })),
    ],
    [board.stages, name, title],
  );
  const links = useMemo(
    () => flow.links
      .map((link) => ({ source: link.source ?? NOBODY, target: link.target, value: link.customers }))
      .sort((a, b) => placeOf(board, a.source) - placeOf(board, b.source) || placeOf(board, a.target) - placeOf(board, b.target)),
    [flow, board],
  );
  const linkText = (source: string, target: string) => {
    const link = flow.links.find((each) => (each.source ?? NOBODY) === source && each.target === target);
    return t(flow.value_unavailable ? 'flow.linkCounted' : 'flow.link', {
      source: name(source), target: name(target), count: link?.customers ?? 0, customers: format.count(link?.customers ?? 0),
      value: format.moneyShort(link?.value_micros ?? 0, board.currency),
    });
  };
  const open = (source: string, target: string) => onOpen(`flow:${source === NOBODY ? '' : source}>${target}@${flow.start}..${flow.end}`);
  return (
    <Sankey
      label={t('flow.label')}
      nodes={nodes}
      links={links}
      height={380}
      format={format.count}
      linkText={linkText}
      nodeText={(id, side, customers) => t('flow.node', { stage: name(id), customers, date: format.date(side === 'source' ? flow.start : flow.end) })}
      hint={t('flow.keys')}
      onLink={open}
      onNode={(id, side) => {
        const most = links.filter((link) => link[side] === id).sort((a, b) => b.value - a.value)[0];
        if (id !== NOBODY) onOpen(`stage:${id}`);
        else if (most) open(most.source, most.target);
      }}
    />
  );
}
