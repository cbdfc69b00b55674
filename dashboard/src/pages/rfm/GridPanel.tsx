import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import type { RfmCell, RfmReport } from '../../api/rfm';
import { useSegmentTitle } from '../../api/segments';
import { heat } from '../../charts/heat';
import { useFormats } from '../../format';
import { Panel } from '../../parts/Panel';
import classes from './Grid.module.css';

type Measure = 'customers' | 'value';
const SCORES = [1, 2, 3, 4, 5];

interface GridPanelProps {
  rfm: RfmReport;
  onOpen: (segment: string) => void;
  isStale: boolean;
}

/** Recency across, frequency up; the shade is customers or what they spent on average. */
export function GridPanel({ rfm, onOpen, isStale }: GridPanelProps) {
  const { t } = useTranslation('rfm');
  const format = useFormats();
  const [address, change] = useAddress();
  const [lit, setLit] = useState<string | null>(null);
  const measure: Measure = address.shade === 'value' && !rfm.revenue_unavailable ? 'value' : 'customers';
  const valueOf = (cell: RfmCell | undefined) => (measure === 'value' ? (cell?.average_revenue_micros ?? 0) : (cell?.customers ?? 0));
  const most = Math.max(1, ...rfm.cells.map(valueOf));
  const cellAt = (r: number, f: number) => rfm.cells.find((cell) => cell.r === r && cell.f === f);
  const fullest = [...rfm.cells].sort((a, b) => b.customers - a.customers)[0];
  const title = useSegmentTitle();
  return (
    <Panel
      title={fullest && t('grid.found', { segment: title(fullest.segment), share: format.share(fullest.customers / rfm.customers, 0), r: fullest.r, f: fullest.f })}
      text={t('grid.text', { date: format.date(rfm.as_of) })}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t('grid.shade')}
          value={measure}
          onChange={(value) => change({ shade: value === 'value' ? 'value' : undefined }, { replace: true })}
          data={[{ value: 'customers', label: t('grid.customers') }, { value: 'value', label: t('grid.value'), disabled: Boolean(rfm.revenue_unavailable) }]}
        />
      }
    >
      <div className={classes.frame} data-stale={isStale || undefined}>
        <div className={classes.up} aria-hidden>{t('grid.frequency')}</div>
        <table className={classes.grid} aria-label={t('grid.label')} onMouseLeave={() => setLit(null)}>
          <tbody>
            {[...SCORES].reverse().map((f) => (
              <tr key={f}>
                <th scope="row" aria-label={t('grid.frequencyScore', { score: f })}>{f}</th>
                {SCORES.map((r) => (
                  <td key={r}>
                    <Cell cell={cellAt(r, f)} share={valueOf(cellAt(r, f)) / most} measure={measure} currency={rfm.currency} isLit={lit !== null && cellAt(r, f)?.segment === lit} onLight={setLit} onOpen={onOpen} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <td />
              {SCORES.map((r) => <th key={r} scope="col" aria-label={t('grid.recencyScore', { score: r })}>{r}</th>)}
            </tr>
          </tfoot>
        </table>
        <div className={classes.across} aria-hidden>{t('grid.recency')}</div>
      </div>
    </Panel>
  );
}

interface CellProps {
  cell: RfmCell | undefined;
  share: number;
  measure: Measure;
  currency: string;
  isLit: boolean;
  onLight: (segment: string | null) => void;
  onOpen: (segment: string) => void;
}

function Cell({ cell, share, measure, currency, isLit, onLight, onOpen }: CellProps) {
  const { t } = useTranslation('rfm');
  const format = useFormats();
  const title = useSegmentTitle();
  if (!cell) return <div className={classes.cell} />;
  const average = cell.average_revenue_micros === null ? '–' : format.moneyShort(cell.average_revenue_micros, currency);
  const customers = format.count(cell.customers);
  const told = t(cell.customers && cell.average_revenue_micros === null ? 'grid.cellCounted' : 'grid.cell', { r: cell.r, f: cell.f, segment: title(cell.segment), customers, average });
  return (
    <button
      type="button"
      className={classes.cell}
      style={heat(cell.customers ? share : 0)}
      data-lit={isLit || undefined}
      onMouseEnter={() => onLight(cell.segment)}
      onFocus={() => onLight(cell.segment)}
      onBlur={() => onLight(null)}
      onClick={() => onOpen(cell.segment)}
      aria-haspopup="dialog"
      aria-label={told}
      title={told}
    >
      <span className={classes.segment} aria-hidden>{title(cell.segment)}</span>
      <span className={classes.number} aria-hidden>{measure === 'value' ? average : customers}</span>
    </button>
  );
}
