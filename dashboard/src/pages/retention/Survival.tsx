import { Button, Select, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Curve, SurvivalReport } from '../../api/retention';
import { useReason } from '../../api/reasons';
import { StepCurves, type StepCurve } from '../../charts/StepCurves';
import { useFormats } from '../../format';
import { Figure } from '../../parts/Figure';
import { FigureGrid } from '../../parts/FigureGrid';
import { Panel } from '../../parts/Panel';
import { download } from '../../parts/table';
import { csvOf, curvesOf } from './curves';
import classes from './Trends.module.css';

const WAYS = ['source', 'first_product'];
const LONGEST = 730;

interface SurvivalProps {
  survival: SurvivalReport;
  by: string | undefined;
  isStale: boolean;
  onBy: (by: string | undefined) => void;
}

/** How long customers stay, and how soon they order again, though many are still on the way. */
export function Survival({ survival, by, isStale, onBy }: SurvivalProps) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const { again_90: again, stay_year: stay } = survival;
  const title = again.value === null
    ? t('survival.title')
    : stay.value === null
      ? t('survival.foundAgain', { again: format.share(again.value, 0) })
      : t('survival.found', { again: format.share(again.value, 0), stay: format.share(stay.value, 0) });
  const words = { day: t('survival.day'), curve: t('survival.curve'), group: t('survival.group'), share: t('survival.share'), low: t('survival.low'), high: t('survival.high'), risk: t('survival.risk') };
  return (
    <Panel
      title={title}
      text={t('survival.text')}
      actions={(
        <>
          <Select
            size="xs" w={200} clearable aria-label={t('survival.by')} placeholder={t('survival.by')} value={by ?? null} onChange={(value) => onBy(value ?? undefined)}
            data={WAYS.map((value) => ({ value, label: t(`survival.ways.${value}`) }))}
          />
          <Button size="xs" variant="default" leftSection={<IconDownload size={14} />} onClick={() => download(`${t('survival.title')}.csv`, csvOf(survival, words))}>{t('cohorts.export')}</Button>
        </>
      )}
    >
      <FigureGrid>
        <Figure label={t('survival.stay_year')} figure={survival.stay_year} />
        <Figure label={t('survival.median')} figure={survival.median_stay} />
        <Figure label={t('survival.again_90')} figure={survival.again_90} />
        <Figure label={t('survival.again_year')} figure={survival.again_year} />
      </FigureGrid>
      <div className={classes.grid} data-stale={isStale || undefined} style={{ marginTop: 20 }}>
        <Chart name={t('survival.staying')} whole={survival.staying} reason={survival.staying_unavailable} curves={curvesOf(survival, 'staying', t('survival.all'), t('survival.unknown'))} />
        <Chart name={t('survival.second')} whole={survival.second_order} reason={survival.second_order_unavailable} curves={curvesOf(survival, 'second_order', t('survival.all'), t('survival.unknown'))} />
      </div>
      {survival.groups_left_out > 0 && <Text size="xs" c="dimmed" mt="sm">{t('survival.more', { count: survival.groups_left_out })}</Text>}
    </Panel>
  );
}

function Chart({ name, whole, reason, curves }: { name: string; whole: Curve | null; reason: string | null; curves: StepCurve[] }) {
  const { t } = useTranslation('retention');
  const format = useFormats();
  const say = useReason();
  return (
    <div className={classes.chart}>
      <h3 className={classes.name}>{name}</h3>
      {whole
        ? (
          <StepCurves
            label={t('survival.label', { name, count: whole.customers, customers: format.count(whole.customers) })}
            curves={curves} days={Math.max(1, Math.min(LONGEST, whole.observed_days))} share={(value) => format.share(value, 0)} day={(value) => t('survival.after', { count: value })}
          />
        )
        : <p className={classes.none}>{say(reason)}</p>}
    </div>
  );
}
