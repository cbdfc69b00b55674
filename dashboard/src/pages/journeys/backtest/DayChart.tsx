import { Tooltip } from '@mantine/core';
import { useMemo, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormats } from '../../../format';
import { useOutcome } from '../../../parts/outcome/useOutcome';
import { Panel } from '../../../parts/Panel';
import classes from '../Run.module.css';
import type { Backtest } from './BacktestView';
import { daysOf } from './days';

/** Colors that color-blind readers tell apart; the name stands above each chart anyway. */
const COLORS: Record<string, string> = { email: '#0072b2', sms: '#e69f00', push: '#009e73', web_push: '#56b4e9', whatsapp: '#cc79a7', in_app: '#8a94a6' };

/** Messages a day, one small chart for each channel on the same scale. */
export function DayChart({ result }: { result: Backtest }) {
  const { t } = useTranslation('journeys');
  const format = useFormats();
  const outcome = useOutcome();
  const days = useMemo(() => daysOf(result), [result]);
  const noon = (day: string) => `${day}T12:00:00Z`;
  const title = days.busiest === null ? t('backtest.noSent') : t(days.perBin === 1 ? 'backtest.busiestDay' : 'backtest.busiestWeek', { count: days.busiest.sent, messages: format.count(days.busiest.sent), day: format.date(noon(days.busiest.start)) });
  return (
    <Panel title={title} text={days.busiest && t('backtest.byDay')}>
      {days.channels.map(({ channel, total, bins }) => (
        <div key={channel} className={classes.chart} style={{ '--part': COLORS[channel] ?? '#64716c' } as CSSProperties}>
          <div className={classes.chartHead}><span><i aria-hidden />{outcome.channel(channel)}</span><b>{format.count(total)}</b></div>
          <div className={classes.bars} role="img" aria-label={t('backtest.chart', { channel: outcome.channel(channel), total: format.count(total), most: format.count(Math.max(...bins)) })}>
            {bins.map((sent, bin) => (
              <Tooltip key={days.starts[bin]} label={t('backtest.onDay', { day: format.date(noon(days.starts[bin]!)), count: sent, messages: format.count(sent) })}>
                <div className={classes.day}><span style={{ height: `${(sent / days.most) * 100}%` }} /></div>
              </Tooltip>
            ))}
          </div>
          <div className={classes.axis} aria-hidden><span>{format.day(noon(days.starts[0]!))}</span><span>{format.day(noon(days.starts.at(-1)!))}</span></div>
        </div>
      ))}
    </Panel>
  );
}
