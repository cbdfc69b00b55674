import { useTranslation } from 'react-i18next';
import type { FunnelReport } from '../../api/funnel';
import type { CurvesReport, SurvivalReport } from '../../api/retention';
import type { PredictionModel } from '../../api/predictions';
import type { SavedReport } from '../../api/saved';
import { StepCurves } from '../../charts/StepCurves';
import { TrendChart } from '../../charts/TrendChart';
import { useFormats } from '../../format';
import { useGo } from '../../address';
import { useApartName } from '../../parts/pickers/ApartPicker';
import { Steps } from '../funnel/Steps';
import { Curve } from '../predictions/Curve';
import { curvesOf } from '../retention/curves';
import { linesOf } from '../retention/curves/lines';
import type { Found } from './figures';
import classes from './Mine.module.css';
import { useTrend } from './useAnswer';
import { useFoundName } from './useItemName';

interface ChartTileProps {
  report: SavedReport;
  answer: unknown;
  found: Found;
  /** Whether a figure was chosen; else the page's own picture is shown where it has one. */
  isChosen: boolean;
}

/** The page's picture, or a figure over six periods. */
export function ChartTile(props: ChartTileProps) {
  const { report, answer, isChosen } = props;
  if (!isChosen && report.page === 'funnels') return <Funnel answer={answer as FunnelReport} />;
  if (!isChosen && report.page === 'retention' && report.ask.view) return <Curves answer={answer as SurvivalReport | CurvesReport} title={report.title} by={report.ask.apart} />;
  if (report.page === 'predictions') return <Curve model={answer as PredictionModel} />;
  return <Over {...props} />;
}

function Funnel({ answer }: { answer: FunnelReport }) {
  const go = useGo();
  return <Steps funnel={answer} isStale={false} onOpen={(step) => go('/funnels', { step: String(step) })} />;
}

function Curves({ answer, title, by }: { answer: SurvivalReport | CurvesReport; title: string; by: string | undefined }) {
  const { t } = useTranslation(['retention', 'saved', 'apart']);
  const format = useFormats();
  const unknown = t('apart:unknown');
  const nameOf = useApartName(by);
  const all = t('retention:survival.all');
  const curves = 'second_order' in answer ? curvesOf(answer, 'second_order', all, unknown) : linesOf(answer, 'since_day', all, nameOf);
  const days = Math.max(2, Math.min(365, ...curves.map((curve) => curve.end)));
  return <StepCurves label={title} curves={curves.slice(0, 6)} days={days} height={220} share={(value) => format.share(value, 0)} day={(value) => t('retention:curves.onDay', { n: value })} />;
}

function Over({ report, found }: ChartTileProps) {
  const { t } = useTranslation('saved');
  const format = useFormats();
  const name = useFoundName(report);
  const points = useTrend(report, found, true);
  const shown = (value: number) => format.unit(value, found.figure.unit);
  return (
    <>
      <p className={classes.of}>{name(found)}</p>
      <TrendChart
        label={t('tile.over', { name: name(found) })} points={points} format={shown} tick={shown} name={format.day} color="var(--mark)" height={190}
        isFromZero={found.figure.unit !== 'share'}
      />
    </>
  );
}
