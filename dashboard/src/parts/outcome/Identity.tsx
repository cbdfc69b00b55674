import { useTranslation } from 'react-i18next';
import { useFormats } from '../../format';
import classes from './Outcome.module.css';
import { useOutcome } from './useOutcome';

interface Counts { entries: number; sent: number; suppressed: Record<string, number>; waiting: number; failed: Record<string, number> }

interface IdentityProps {
  counts: Counts;
  /** Opens the messages behind a part. */
  onOpen?: (status: string, reason?: string) => void;
}

const total = (parts: Record<string, number>) => Object.values(parts).reduce((sum, each) => sum + each, 0);

/** Where every message is: entries = sent + suppressed + waiting + failed, with the reasons below. */
export function Identity({ counts, onOpen }: IdentityProps) {
  const { t } = useTranslation('outcome');
  const format = useFormats();
  const outcome = useOutcome();
  const suppressed = total(counts.suppressed);
  const failed = total(counts.failed);
  const isBalanced = counts.entries === counts.sent + suppressed + counts.waiting + failed;
  const parts = [
    { id: 'sent', number: counts.sent }, { id: 'suppressed', number: suppressed }, { id: 'waiting', number: counts.waiting }, { id: 'failed', number: failed },
  ] as const;
  const reasons = [
    ...Object.entries(counts.suppressed).map(([reason, number]) => ({ status: 'suppressed', reason, number, text: outcome.suppressed(reason) })),
    ...Object.entries(counts.failed).map(([reason, number]) => ({ status: reason === 'unknown' ? 'unknown' : 'failed', reason, number, text: outcome.failed(reason) })),
  ].sort((one, other) => other.number - one.number);
  return (
    <div data-testid="identity">
      <div className={classes.equation} aria-label={t('identity.name', { entries: counts.entries, sent: counts.sent, suppressed, waiting: counts.waiting, failed })} role="group">
        <Part label={t('part.entries')} number={format.count(counts.entries)} kind="entries" />
        {parts.map((part, index) => (
          <span key={part.id} className={classes.term}>
            <span className={classes.sign} aria-hidden>{index === 0 ? '=' : '+'}</span>
            <Part label={t(`part.${part.id}`)} number={format.count(part.number)} kind={part.id} onOpen={onOpen && part.number > 0 ? () => onOpen(part.id) : undefined} />
          </span>
        ))}
      </div>
      {counts.entries > 0 && (
        <div className={classes.bar} aria-hidden>
          {parts.map((part) => <span key={part.id} data-kind={part.id} style={{ flexGrow: part.number }} />)}
        </div>
      )}
      {!isBalanced && <p className={classes.off} role="alert">{t('identity.off')}</p>}
      {reasons.length > 0 && (
        <table className={classes.reasons}>
          <caption>{t('reasons.title')}</caption>
          <tbody>
            {reasons.map((row) => (
              <tr key={`${row.status}-${row.reason}`}>
                <th scope="row">{onOpen ? <button type="button" className={classes.link} onClick={() => onOpen(row.status, row.status === 'unknown' ? undefined : row.reason)}>{row.text}</button> : row.text}</th>
                <td className={classes.kind}>{t(`part.${row.status === 'suppressed' ? 'suppressed' : 'failed'}`)}</td>
                <td className="num">{format.count(row.number)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Part({ label, number, kind, onOpen }: { label: string; number: string; kind: string; onOpen?: () => void }) {
  const body = <><span className={classes.figure}>{number}</span><span className={classes.label} data-kind={kind}>{label}</span></>;
  return onOpen ? <button type="button" className={classes.part} onClick={onOpen}>{body}</button> : <span className={classes.part}>{body}</span>;
}
