import { Handle, Position, useUpdateNodeInternals, type NodeProps } from '@xyflow/react';
import { IconAlertCircle, IconCheck, IconLogin2 } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { kindOf, waysOf } from '../document';
import { useWords } from '../useWords';
import classes from './Canvas.module.css';
import { ICONS } from './icons';
import { handleAt, type EndNodeType, type EntryNodeType, type StepNodeType } from './nodes';

/** A step on the canvas: what it does, what is wrong with it, and while it runs how many came and stand there. */
export function StepNode({ id, data, selected }: NodeProps<StepNodeType>) {
  const { step, problems, counts } = data;
  const words = useWords();
  const ways = waysOf(step);
  const refresh = useUpdateNodeInternals();
  useEffect(() => refresh(id), [refresh, id, ways.length]);
  const Icon = ICONS[kindOf(step)];
  return (
    <div className={classes.node} data-selected={selected || undefined} data-bad={problems > 0 || undefined} data-kind={kindOf(step)}>
      <Handle type="target" id="in" position={Position.Top} className={classes.handle} />
      <div className={classes.nodeHead}>
        <Icon size={15} stroke={1.8} aria-hidden />
        <span className={classes.nodeKind}>{words.kind(kindOf(step))}</span>
        <Problems count={problems} />
      </div>
      <div className={counts === undefined ? classes.nodeText : classes.nodeTextShort}>{words.summary(step)}</div>
      {counts !== undefined && <Counts counts={counts} />}
      {ways.map((way, index) => (
        <Handle key={way.id} type="source" id={way.id} position={Position.Bottom} className={classes.handle} style={{ left: `${handleAt(index, ways.length) * 100}%` }} />
      ))}
    </div>
  );
}

function Counts({ counts }: { counts: StepNodeType['data']['counts'] }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  if (!counts) return <div className={classes.counts}><span>{t('run.noneYet')}</span></div>;
  const said = counts.messages;
  return (
    <div className={classes.counts}>
      <span><b>{format.short(counts.entered)}</b> {t('run.came')}</span>
      <span><b>{format.short(counts.here)}</b> {t('run.here')}</span>
      {said && <span><b>{format.short(said.sent)}</b> {t('run.sent')}</span>}
    </div>
  );
}

function Problems({ count }: { count: number }) {
  const { t } = useTranslation('journeys');
  if (count === 0) return null;
  return <span className={classes.bad} title={t('problem.count', { count })}><IconAlertCircle size={15} aria-hidden /><span className={classes.hidden}>{t('problem.count', { count })}</span></span>;
}

/** How customers come in: stands above the first step. */
export function EntryNode({ data, selected }: NodeProps<EntryNodeType>) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const words = useWords();
  return (
    <div className={classes.node} data-entry data-selected={selected || undefined} data-bad={data.problems > 0 || undefined}>
      <div className={classes.nodeHead}>
        <IconLogin2 size={15} stroke={1.8} aria-hidden />
        <span className={classes.nodeKind}>{t('entry.title')}</span>
        <Problems count={data.problems} />
      </div>
      <div className={data.entries === undefined ? classes.nodeText : classes.nodeTextShort}>{words.trigger(data.draft.entry)}</div>
      {data.entries !== undefined && <div className={classes.counts}><span><b>{format.short(data.entries)}</b> {t('run.entered')}</span></div>}
      <Handle type="source" id="next" position={Position.Bottom} className={classes.handle} />
    </div>
  );
}

export function EndNode(_: NodeProps<EndNodeType>) {
  const { t } = useTranslation('journeys');
  return (
    <div className={classes.end} title={t('step.end')}>
      <Handle type="target" id="in" position={Position.Top} className={classes.handle} isConnectable={false} />
      <IconCheck size={14} stroke={2} aria-hidden />
    </div>
  );
}
