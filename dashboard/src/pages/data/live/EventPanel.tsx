import { Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PageLink } from '../../../address/PageLink';
import { api, at } from '../../../api/client';
import { useFormats } from '../../../format';
import { ErrorState } from '../../../parts/ErrorState';
import { SidePanel } from '../../../parts/SidePanel';
import { TableSkeleton } from '../../../parts/Skeletons';
import { CodeBlock } from '../Copy';
import type { LiveRow } from './live';

/** What was sent, read from the customer's timeline. Null: closed. */
export function EventPanel({ row: chosen, onClose }: { row: LiveRow | null; onClose: () => void }) {
  // The words stay while the panel slides out.
  const last = useRef(chosen);
  if (chosen) last.current = chosen;
  const row = last.current;
  return (
    <SidePanel isOpen={chosen !== null} onClose={onClose} title={row?.name} size={520}>
      {row && <Event key={row.key} row={row} />}
    </SidePanel>
  );
}

/** The stream tells little of an event; everything else stands on the timeline, just before the next second. */
function useEvent(row: LiveRow) {
  const path = at('/api/customers/{customer_id}/timeline', { customer_id: row.customer_id });
  const before = new Date(Date.parse(row.at) + 1_000).toISOString();
  return useQuery({
    queryKey: [path, before, row.name],
    queryFn: async ({ signal }) => {
      const page = await api.get(path, { before, limit: 50 }, signal);
      const instant = Date.parse(row.at);
      return page.items.find((item) => item.kind === 'event' && item.name === row.name && Date.parse(item.at) === instant) ?? null;
    },
  });
}

function Event({ row }: { row: LiveRow }) {
  const { t } = useTranslation('data');
  const format = useFormats();
  const event = useEvent(row);
  return (
    <Stack gap="md">
      <Text size="sm">
        {format.dateTime(row.at)} ·{' '}
        <PageLink to={`/customers/${encodeURIComponent(row.customer_id)}`}>{row.customer_id}</PageLink>
      </Text>
      {event.isLoading && <TableSkeleton rows={6} />}
      {event.isError && <ErrorState error={event.error} onRetry={() => void event.refetch()} />}
      {event.data === null && <Text size="sm" c="dimmed">{t('live.gone')}</Text>}
      {event.data && (
        <CodeBlock
          what={t('live.showJson', { name: row.name })}
          code={JSON.stringify(
            { event: row.name, timestamp: event.data.at, messageId: event.data.message_id, identity: event.data.identity, properties: event.data.properties },
            null,
            2,
          )}
        />
      )}
    </Stack>
  );
}
