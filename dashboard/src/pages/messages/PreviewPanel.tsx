import { Alert, Anchor, Group, SegmentedControl, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAddress } from '../../address';
import { ErrorState } from '../../parts/ErrorState';
import { Panel } from '../../parts/Panel';
import { ChartSkeleton } from '../../parts/Skeletons';
import { CustomerSelect, EventSelect } from './CustomerSelect';
import { DevicePreview } from './DevicePreview';
import type { MessageDocument } from './document';
import { EmailPreview } from './EmailPreview';
import classes from './Messages.module.css';
import { TextPreview } from './TextPreview';
import type { MessagePreview } from './useMessage';
import { WhatsAppPreview } from './WhatsAppPreview';

/** The message as a chosen customer gets it, in the language of the open tab. */
export function PreviewPanel({ document, preview }: { document: MessageDocument; preview: MessagePreview }) {
  const { t } = useTranslation('messages');
  const [address, change] = useAddress();
  const customer = address.as ?? null;
  const event = address.event ?? null;
  const shown = preview.data;
  const width = address.width === 'phone' ? 'phone' : 'desktop';
  return (
    <Panel
      title={t('preview.title')}
      actions={document.channel === 'email' && (
        <SegmentedControl
          size="xs" aria-label={t('preview.width')} value={width} onChange={(next) => change({ width: next === 'phone' ? 'phone' : undefined }, { replace: true })}
          data={[{ value: 'desktop', label: t('preview.desktop') }, { value: 'phone', label: t('preview.phone') }]}
        />
      )}
    >
      <Group gap="xs" mb="sm" grow>
        <CustomerSelect value={customer ?? shown?.customer_id ?? null} onChange={(next) => change({ as: next ?? undefined }, { replace: true })} />
        <EventSelect value={event} onChange={(next) => change({ event: next ?? undefined }, { replace: true })} />
      </Group>
      <div aria-live="polite">
        {preview.isError && <ErrorState error={preview.error} onRetry={() => void preview.refetch()} />}
        {preview.isPending && <ChartSkeleton height={420} />}
        {event && shown && !shown.event_at && !preview.isStale && <NeverDid event={event} hasChosen={customer !== null} onAnother={() => change({ as: undefined }, { replace: true })} />}
        {shown?.would_suppress && <Alert color="yellow" p="sm" mb="sm" icon={<IconAlertTriangle size={17} />}>{t(shown.content ? 'preview.suppressed' : 'preview.broken')} <Text span size="xs" lang="en">{shown.would_suppress}</Text></Alert>}
        {shown && shown.missing.length > 0 && !shown.would_suppress && <Text size="xs" c="dimmed" mb="xs">{t('preview.missing', { names: shown.missing.join(', ') })}</Text>}
      </div>
      {shown?.content && !preview.isError && (
        <div className={preview.isStale ? classes.stale : undefined}>
          <Picture channel={document.channel} content={shown.content} frame={shown.frame ?? null} width={width} size={shown.size_bytes} />
        </div>
      )}
    </Panel>
  );
}

/** Says that the trigger never happened, and offers somebody to whom it did. */
function NeverDid({ event, hasChosen, onAnother }: { event: string; hasChosen: boolean; onAnother: () => void }) {
  const { t } = useTranslation('messages');
  return (
    <Alert color="gray" p="sm" mb="sm">
      {t(hasChosen ? 'preview.neverDid' : 'preview.nobodyDid', { event })} {hasChosen && <Anchor component="button" type="button" size="sm" onClick={onAnother}>{t('preview.whoDid')}</Anchor>}
    </Alert>
  );
}

type PictureProps = { channel: string; content: Record<string, unknown>; frame: string | null; width: 'desktop' | 'phone'; size: number };

function Picture({ channel, content, frame, width, size }: PictureProps) {
  if (channel === 'email') return <EmailPreview content={content} frame={frame} width={width} size={size} />;
  if (channel === 'push' || channel === 'web_push' || channel === 'in_app') return <DevicePreview channel={channel} content={content} frame={frame} />;
  if (channel === 'whatsapp') return <WhatsAppPreview content={content} />;
  return <TextPreview channel={channel} content={content} />;
}
