import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ReactNode } from 'react';
import type { FigureValue } from '../api/figures';
import { useFormats } from '../format';
import { useOpenDefinition } from './Definitions';
import { useReason } from '../api/reasons';
import { Delta } from './Delta';
import classes from './Figure.module.css';

interface FigureProps {
  label: string;
  figure: FigureValue;
  /** More is worse (churn): colors the change the other way round. */
  isLessBetter?: boolean;
  /** Neither more nor less is better. */
  isNeutral?: boolean;
  note?: ReactNode;
  isLarge?: boolean;
  /** Why a number is missing, where the page has said it already: then a dash says enough. */
  saidReason?: string | null;
}

/** A number on a tile: value, change, interval, small-sample mark; a click opens its definition. */
export function Figure({ label, figure, isLessBetter, isNeutral, note, isLarge, saidReason }: FigureProps) {
  const { t } = useTranslation();
  const open = useOpenDefinition();
  const reason = useReason();
  return (
    <button
      type="button"
      className={classes.figure}
      onClick={() => open(figure.definition)}
      aria-haspopup="dialog"
      title={t('definition.open')}
    >
      <span className={classes.label}>{label}</span>
      {figure.value === null ? (
        saidReason && figure.unavailable === saidReason
          ? <span className={isLarge ? classes.large : classes.value} title={reason(figure.unavailable)}>–</span>
          : <span className={classes.unavailable}>{reason(figure.unavailable)}</span>
      ) : (
        <span className={classes.line}>
          <FigureNumber figure={figure} className={isLarge ? classes.large : classes.value} />
          <Delta figure={figure} isLessBetter={isLessBetter} isNeutral={isNeutral} />
        </span>
      )}
      <FigureNote figure={figure} note={note} />
    </button>
  );
}

/** The number alone: short, exact on hover, marked when few customers stand behind it. */
export function FigureNumber({ figure, className }: { figure: FigureValue; className?: string }) {
  const reason = useReason();
  const format = useFormats();
  if (figure.value === null) {
    const why = reason(figure.unavailable);
    return (
      <Tooltip label={why} multiline maw={280}>
        <span className={className} tabIndex={0} role="note" aria-label={why}>–</span>
      </Tooltip>
    );
  }
  const shown = format.unit(figure.value, figure.unit);
  const exact = format.unit(figure.value, figure.unit, true);
  return (
    <span className={className} title={exact === shown ? undefined : exact}>
      <span className="tabular">{shown}</span>
      {figure.is_small_sample && <SmallSample />}
    </span>
  );
}

/** Marks a number behind which fewer than 30 customers stand. */
export function SmallSample() {
  const { t } = useTranslation();
  return (
    <Tooltip label={t('smallSample.text')} multiline maw={260}>
      <span className={classes.small}>{t('smallSample.mark')}</span>
    </Tooltip>
  );
}

function FigureNote({ figure, note }: { figure: FigureValue; note?: ReactNode }) {
  const { t } = useTranslation();
  const format = useFormats();
  const hasInterval = figure.value !== null && figure.low !== null && figure.high !== null;
  if (!note && !hasInterval) return null;
  return (
    <span className={classes.note}>
      {hasInterval && (
        <span className="tabular">
          {t('interval', { low: format.unit(figure.low!, figure.unit), high: format.unit(figure.high!, figure.unit) })}
        </span>
      )}
      {note && <span>{note}</span>}
    </span>
  );
}
