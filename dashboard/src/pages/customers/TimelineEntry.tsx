import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stageColor, useStages, useStageTitle } from '../../api/maps';
import { useFormats } from '../../format';
import type { TimelineItem } from './shapes';
import classes from './Timeline.module.css';
import { detailOf } from './timelineItems';

/** One line of the timeline: a stage entered or left, or an event that opens to what was sent. */
export function TimelineEntry({ item }: { item: TimelineItem }) {
  return item.kind === 'event' ? <EventEntry item={item} /> : <StageEntry item={item} />;
}

function StageEntry({ item }: { item: TimelineItem }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const titleOf = useStageTitle();
  const stages = useStages();
  const color = stageColor(item.name, stages.find((stage) => stage.id === item.name)?.color);
  const hasEntered = item.kind === 'stage_entered';
  return (
    <li className={classes.stage} data-kind={item.kind}>
      <span className={classes.time}>{format.clock(item.at)}</span>
      <span className={classes.mark} style={{ '--stage': color } as React.CSSProperties} aria-hidden />
      <span className={classes.stageText}>
        {t(hasEntered ? 'timeline.entered' : 'timeline.left', { stage: titleOf(item.name) })}
      </span>
    </li>
  );
}

function EventEntry({ item }: { item: TimelineItem }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const [isOpen, setOpen] = useState(false);
  const detail = detailOf(item);
  return (
    <li className={classes.event}>
      <button
        type="button"
        className={classes.line}
        onClick={() => setOpen(!isOpen)}
        aria-expanded={isOpen}
        title={t('timeline.show', { name: item.name })}
      >
        <span className={classes.time}>{format.clock(item.at)}</span>
        <span className={classes.mark} aria-hidden />
        <span className={classes.text}>
          <span className={classes.name}>{item.name}</span>
          {detail && <span className={classes.detail}>{detail}</span>}
        </span>
        {item.revenue_micros !== null && <span className={classes.money}>{format.money(item.revenue_micros)}</span>}
        <IconChevronRight size={14} className={classes.arrow} data-open={isOpen || undefined} aria-hidden />
      </button>
      {isOpen && <Details item={item} />}
    </li>
  );
}

function Details({ item }: { item: TimelineItem }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const hasProperties = item.properties !== null && Object.keys(item.properties as object).length > 0;
  return (
    <div className={classes.details}>
      <dl>
        <div>
          <dt>{t('timeline.at')}</dt>
          <dd>{format.dateTime(item.at)}</dd>
        </div>
        {item.identity && (
          <div>
            <dt>{t('timeline.identity')}</dt>
            <dd>{item.identity}</dd>
          </div>
        )}
        {item.message_id && (
          <div>
            <dt>{t('timeline.message')}</dt>
            <dd>{item.message_id}</dd>
          </div>
        )}
      </dl>
      {hasProperties ? (
        <pre tabIndex={0} aria-label={t('timeline.properties')}>{JSON.stringify(item.properties, null, 2)}</pre>
      ) : (
        <p className={classes.quiet}>{t('timeline.noProperties')}</p>
      )}
    </div>
  );
}
