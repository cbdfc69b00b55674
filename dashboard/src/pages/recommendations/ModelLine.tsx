import { Button, Text } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '../../api/client';
import { useReport } from '../../api/report';
import { useFormats } from '../../format';

/** When it was learned from how much, and a button to do so now. */
export function ModelLine() {
  const { t } = useTranslation('recommendations');
  const format = useFormats();
  const queries = useQueryClient();
  const model = useReport('/api/recommendations/model', {}, { isLive: false });
  const learn = useMutation({ mutationFn: () => api.post('/api/recommendations/model'), onSettled: () => queries.invalidateQueries() });
  const told = model.data?.learned_at;
  return (
    <>
      {told && <Text size="xs" c="dimmed">{t('model.learned', { at: format.dateTime(told), customers: format.count(model.data!.customers), products: format.count(model.data!.products) })}</Text>}
      <Button size="xs" variant="default" leftSection={<IconRefresh size={14} />} loading={learn.isPending} onClick={() => learn.mutate()}>{t('model.again')}</Button>
    </>
  );
}
