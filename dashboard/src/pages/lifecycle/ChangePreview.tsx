import { useTranslation } from 'react-i18next';
import type { MapPreview, StageChange as Change } from '../../api/lifecycle';
import { stageColor, useStages, useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';
import { StageBadge } from '../../parts/StageBadge';
import classes from './Map.module.css';

/** What the document would change: customers per stage before and after, and who would move where. */
export function ChangePreview({ preview, isStale }: { preview: MapPreview; isStale: boolean }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const stages = useStages();
  const place = (id: string) => {
    const found = stages.findIndex((stage) => stage.id === id);
    return found === -1 ? stages.length : found;
  };
  const ids = [...new Set([...Object.keys(preview.before), ...Object.keys(preview.after)])].sort((a, b) => place(a) - place(b));
  const most = Math.max(1, ...Object.values(preview.before), ...Object.values(preview.after));
  const count = preview.changed_customers;
  return (
    <div data-stale={isStale || undefined} className={classes.preview}>
      <h2 className={classes.found}>{count === 0 ? t('preview.same') : t('preview.found', { count, customers: format.count(count) })}</h2>
      <p className={classes.hint}>{t('preview.at', { date: format.dateTime(preview.at) })}</p>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('preview.stage')}</th>
            <th scope="col" className="num">{t('preview.before')}</th>
            <th scope="col" className="num">{t('preview.after')}</th>
            <th scope="col" className="num">{t('preview.change')}</th>
          </tr>
        </thead>
        <tbody>
          {ids.map((id) => <StageChange key={id} id={id} before={preview.before[id]} after={preview.after[id]} most={most} />)}
        </tbody>
      </table>
      {preview.changes.length > 0 && <Moves changes={preview.changes} />}
    </div>
  );
}

function StageChange({ id, before, after, most }: { id: string; before: number | undefined; after: number | undefined; most: number }) {
  const format = useFormats();
  const known = useStages().find((stage) => stage.id === id);
  const difference = (after ?? 0) - (before ?? 0);
  return (
    <tr>
      <th scope="row">
        <StageBadge stage={id} />
        <span className={classes.bars} aria-hidden>
          <span style={{ width: `${((before ?? 0) / most) * 100}%`, background: 'var(--line-strong)' }} />
          <span style={{ width: `${((after ?? 0) / most) * 100}%`, background: stageColor(id, known?.color) }} />
        </span>
      </th>
      <td className="num">{before === undefined ? '–' : format.count(before)}</td>
      <td className="num">{after === undefined ? '–' : format.count(after)}</td>
      <td className="num">{difference === 0 ? '–' : `${difference > 0 ? '+' : '−'}${format.count(Math.abs(difference))}`}</td>
    </tr>
  );
}

const MOST_SHOWN = 8;

function Moves({ changes }: { changes: Change[] }) {
  const { t } = useTranslation('lifecycle');
  const format = useFormats();
  const title = useStageTitle();
  const name = (id: string | null) => (id === null ? t('preview.noStage') : title(id));
  const sorted = [...changes].sort((a, b) => b.customers - a.customers);
  return (
    <>
      <h3 className={classes.sub}>{t('preview.moves')}</h3>
      <ul className={classes.moves}>
        {sorted.slice(0, MOST_SHOWN).map((change) => (
          <li key={`${change.source}>${change.target}`}>
            <span>{t('trends.name', { source: name(change.source), target: name(change.target) })}</span>
            <span className="num">{t('preview.customers', { count: change.customers, customers: format.count(change.customers) })}</span>
          </li>
        ))}
        {sorted.length > MOST_SHOWN && <li>{t('preview.more', { count: sorted.length - MOST_SHOWN })}</li>}
      </ul>
    </>
  );
}
