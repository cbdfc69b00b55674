import { Button, Table, Tooltip } from '@mantine/core';
import { IconChartBar, IconList } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { stageColor, useStages, useStageTitle } from '../../api/maps';
import { useFormats, type Formats } from '../../format';
import { Panel } from '../../parts/Panel';
import { StageBadge } from '../../parts/StageBadge';
import classes from './StageStrip.module.css';
import type { Stay } from './shapes';
import { stripOf, type Band, type Strip } from './stays';

/** A stage with no band of this share of the strip is named in the legend too; on a phone all of them are. */
const NAMED_PERCENT = 5;
const DAY_MS = 86_400_000;

/** The customer's stages on a line of time, colored as everywhere; the future is dashed. */
export function StageStrip({ stays }: { stays: Stay[] }) {
  const { t } = useTranslation('customers');
  const [isList, setList] = useState(false);
  const strip = stripOf(stays, new Date());
  const hasFuture = strip?.bands.some((band) => band.isFuture) ?? false;
  return (
    <Panel
      title={t('strip.title')}
      text={hasFuture && !isList ? t('strip.text') : undefined}
      isFlush={isList}
      actions={
        strip && (
          <Button
            size="compact-xs"
            variant="subtle"
            leftSection={isList ? <IconChartBar size={14} /> : <IconList size={14} />}
            onClick={() => setList(!isList)}
          >
            {isList ? t('strip.picture') : t('strip.list')}
          </Button>
        )
      }
    >
      {!strip && <div className={classes.empty}>{t('strip.empty')}</div>}
      {strip && (isList ? <StayList stays={stays} /> : <Picture strip={strip} />)}
    </Panel>
  );
}

function Picture({ strip }: { strip: Strip }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const hasFuture = strip.nowAt < 99.5;
  const named = new Set(strip.bands.filter((band) => band.width >= NAMED_PERCENT).map((band) => band.stage));
  const shown = [...new Set(strip.bands.map((band) => band.stage))];
  return (
    <div className={classes.strip} data-future={hasFuture || undefined}>
      <ol className={classes.bands} aria-label={t('strip.label', { start: format.date(strip.start), end: format.date(strip.end) })}>
        {strip.bands.map((band, index) => (
          <BandItem key={`${band.stage}-${band.left}-${index}`} band={band} previous={strip.bands[index - 1]} />
        ))}
      </ol>
      {hasFuture && (
        <div className={classes.now} style={{ left: `${strip.nowAt}%` }} aria-hidden>
          <span>{t('strip.now')}</span>
        </div>
      )}
      <div className={classes.axis} aria-hidden>
        <span>{format.date(strip.start)}</span>
        <span>{hasFuture ? format.date(strip.end) : t('strip.now')}</span>
      </div>
      <div className={classes.legend} aria-hidden>
        {shown.map((stage) => (
          <span key={stage} data-named={named.has(stage) || undefined}><StageBadge stage={stage} /></span>
        ))}
      </div>
    </div>
  );
}

/** One stay. The dashed rest of the stay of today has no name of its own. */
function BandItem({ band, previous }: { band: Band; previous: Band | undefined }) {
  const format = useFormats();
  const stages = useStages();
  const titleOf = useStageTitle();
  const text = useStayText();
  const color = stageColor(band.stage, stages.find((stage) => stage.id === band.stage)?.color);
  const isRest = band.isFuture && previous?.isCurrent === true && previous.stage === band.stage;
  const label = text(band, format);
  return (
    <Tooltip label={label} events={{ hover: true, focus: true, touch: true }}>
      <li
        className={classes.band}
        data-future={band.isFuture || undefined}
        style={{ left: `${band.left}%`, width: `${band.width}%`, '--stage': color } as React.CSSProperties}
        tabIndex={isRest ? -1 : 0}
        aria-hidden={isRest || undefined}
        aria-label={label}
      >
        <span className={classes.block} />
        {(!isRest || previous.width < NAMED_PERCENT) && <span className={classes.name}>{titleOf(band.stage)}</span>}
      </li>
    </Tooltip>
  );
}

function useStayText(): (band: Pick<Band, 'stage' | 'from' | 'to'>, format: Formats) => string {
  const { t } = useTranslation('customers');
  const titleOf = useStageTitle();
  return (band, format) => {
    const until = band.to ? format.date(band.to) : t('strip.open');
    const isExpected = band.to !== null && band.to > new Date();
    const shownUntil = isExpected ? `${until} (${t('strip.expected')})` : until;
    return t('strip.stay', { stage: titleOf(band.stage), from: format.date(band.from), until: shownUntil });
  };
}

/** The same, to read: one line for each stay, the future marked as expected. */
function StayList({ stays }: { stays: Stay[] }) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const now = new Date();
  const expected = (at: string) => (new Date(at) > now ? ` (${t('strip.expected')})` : '');
  const newestFirst = [...stays].sort((a, b) => Date.parse(b.entered_at) - Date.parse(a.entered_at));
  return (
    <Table.ScrollContainer minWidth={420}>
      <Table verticalSpacing={6} horizontalSpacing="lg">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t('strip.stage')}</Table.Th>
            <Table.Th>{t('strip.from')}</Table.Th>
            <Table.Th>{t('strip.until')}</Table.Th>
            <Table.Th className="num">{t('strip.days')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {newestFirst.map((stay) => (
            <Table.Tr key={`${stay.stage}-${stay.entered_at}`}>
              <Table.Td><StageBadge stage={stay.stage} /></Table.Td>
              <Table.Td title={format.dateTime(stay.entered_at)}>{format.date(stay.entered_at)}{expected(stay.entered_at)}</Table.Td>
              <Table.Td title={stay.left_at ? format.dateTime(stay.left_at) : undefined}>{stay.left_at ? `${format.date(stay.left_at)}${expected(stay.left_at)}` : t('strip.open')}</Table.Td>
              <Table.Td className="num">{daysOf(stay, now, format)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function daysOf(stay: Stay, now: Date, format: Formats): string {
  const from = Date.parse(stay.entered_at);
  const until = stay.left_at ? Date.parse(stay.left_at) : now.getTime();
  return until > from ? format.days((until - from) / DAY_MS) : '–';
}
