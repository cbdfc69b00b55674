import { useTranslation } from 'react-i18next';
import { PageLink } from '../../address/PageLink';
import { useSavedSegments } from '../../api/segments';
import { useFormats } from '../../format';
import { CustomerLink } from '../../parts/customer';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { ChartSkeleton } from '../../parts/Skeletons';
import classes from './Segments.module.css';
import type { SegmentPreview } from './shapes';
import type { useSegmentPreview } from './useSegment';

/** Who the condition finds right now: how many, ten of them, and which other segments they are in. */
export function Found({ preview }: { preview: ReturnType<typeof useSegmentPreview> }) {
  const { t } = useTranslation('segments');
  if (!preview.isAsked) return <Panel title={t('found.title')}><p className={classes.quiet}>{t('found.nothing')}</p></Panel>;
  if (preview.isError) return <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />;
  if (!preview.data) return <ChartSkeleton height={320} />;
  const found = preview.data.preview;
  if (!found) return <Panel title={t('found.title')}><p className={classes.quiet}>{t('found.problems')}</p></Panel>;
  return (
    <Panel title={t('found.title')}>
      <div className={preview.isStale ? classes.stale : undefined} aria-busy={preview.isStale}>
        <Count found={found} />
        <Sample found={found} />
        <Overlaps found={found} />
      </div>
    </Panel>
  );
}

function Count({ found }: { found: SegmentPreview }) {
  const { t } = useTranslation('segments');
  const format = useFormats();
  return (
    <>
      <div className={classes.big} data-testid="segment-count">{format.count(found.customers)}</div>
      <div className={classes.quiet}>{t('found.of', { share: format.share(found.of ? found.customers / found.of : 0), of: format.count(found.of) })}</div>
    </>
  );
}

function Sample({ found }: { found: SegmentPreview }) {
  const { t } = useTranslation('segments');
  const format = useFormats();
  if (found.sample.length === 0) return <p className={classes.quiet}>{t('found.nobody')}</p>;
  return (
    <>
      <h3 className={classes.sub}>{t('found.sample', { count: found.sample.length })}</h3>
      <ul className={classes.list}>
        {found.sample.map((each) => (
          <li key={each.customer_id}>
            <CustomerLink customer={each} isShort />
            <span className={classes.quiet}>{format.ago(each.last_seen_at)}</span>
            <span className="num">{format.money(each.revenue_micros)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Overlaps({ found }: { found: SegmentPreview }) {
  const { t } = useTranslation('segments');
  const format = useFormats();
  const saved = useSavedSegments();
  const titleOf = (name: string) => saved.find((segment) => segment.name === name)?.title ?? name;
  const shared = found.overlaps.filter((each) => each.both > 0).slice(0, 8);
  if (found.overlaps.length === 0 || found.customers === 0) return null;
  return (
    <>
      <h3 className={classes.sub}>{t('found.overlaps')}</h3>
      {shared.length === 0 && <p className={classes.quiet}>{t('found.apart')}</p>}
      <ul className={classes.list}>
        {shared.map((each) => (
          <li key={each.segment}>
            <PageLink to={`/segments/${encodeURIComponent(each.segment)}`}>{titleOf(each.segment)}</PageLink>
            <span className="num">{format.count(each.both)}</span>
            <span className="num">{format.share(each.both / found.customers)}</span>
            <div className={classes.bar} aria-hidden><span style={{ width: `${(100 * each.both) / found.customers}%` }} /></div>
          </li>
        ))}
      </ul>
    </>
  );
}
