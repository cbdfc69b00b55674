import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { useGo } from '../../address';
import { api, at } from '../../api/client';
import { useFormats } from '../../format';
import { FormError } from '../../parts/FormError';
import classes from './Customer.module.css';
import { idWithoutKind } from '../../parts/customer';
import type { Merge } from './shapes';

interface MergeDialogProps {
  /** The merge to undo, or to redo where it is undone. Null: closed. */
  merge: Merge | null;
  /** Events of the identity that would stand alone; null where it is not known. */
  events: number | null;
  customerId: string;
  onClose: () => void;
}

/** Says what taking apart or joining again will do, and does it. */
export function MergeDialog({ merge: chosen, events, customerId, onClose }: MergeDialogProps) {
  const { t } = useTranslation('customers');
  const format = useFormats();
  const queries = useQueryClient();
  const go = useGo();
  // The words stay while the dialog fades out.
  const last = useRef(chosen);
  if (chosen) last.current = chosen;
  const merge = last.current;
  const verb = merge?.is_undone ? 'redo' : 'undo';
  const change = useMutation({
    mutationFn: () => api.post(at(`/api/merges/{merge_id}/${verb}`, { merge_id: merge!.merge_id })),
    onSuccess: ({ customers }) => {
      onClose();
      notifications.show({ message: verb === 'undo' ? t('identity.undoDone') : t('identity.redoDone') });
      void queries.invalidateQueries();
      // Joined again, this customer may go by the other's id now.
      const stays = customers.includes(customerId);
      if (!stays && customers[0]) go(`/customers/${encodeURIComponent(customers[0])}`);
    },
  });
  const close = () => {
    change.reset();
    onClose();
  };
  const names = { from: idWithoutKind(merge?.from_identity ?? ''), to: idWithoutKind(merge?.to_identity ?? '') };
  return (
    <Modal opened={chosen !== null} onClose={close} title={t(`identity.${verb}Title`)} centered closeButtonProps={{ 'aria-label': t('identity.cancel') }}>
      <Stack gap="sm">
        <Text size="sm">
          <Trans
            t={t}
            i18nKey={`identity.${verb}Text`}
            values={names}
            components={[<span key="from" className={classes.mono} />, <span key="to" className={classes.mono} />]}
          />
        </Text>
        {verb === 'undo' && events !== null && (
          <Text size="sm">{t('identity.undoEvents', { count: events, formatted: format.count(events) })}</Text>
        )}
        {verb === 'undo' && <Text size="sm" c="dimmed">{t('identity.undoBack')}</Text>}
        <FormError error={change.error} />
        <Group justify="flex-end" gap="xs" mt="xs">
          <Button variant="default" onClick={close}>{t('identity.cancel')}</Button>
          <Button onClick={() => change.mutate()} loading={change.isPending} data-autofocus>
            {verb === 'undo' ? t('identity.confirmUndo') : t('identity.confirmRedo')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
