import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useAddress, type Address } from '../../address';
import { api, at } from '../../api/client';
import { askedOf, type SavedReport } from '../../api/saved';
import { slugOf } from '../documents';

interface Saving {
  title: string;
  isOnBoard: boolean;
  taken: SavedReport[];
  /** The report that is changed; a new one otherwise. */
  name?: string;
}

/** A name that no saved report has yet. */
export function freeName(title: string, taken: string[]): string {
  const slug = slugOf(title) || 'report';
  if (!taken.includes(slug)) return slug;
  let number = 2;
  while (taken.includes(`${slug.slice(0, 36)}-${number}`)) number += 1;
  return `${slug.slice(0, 36)}-${number}`;
}

/** Keeps the page's question, and its first figure on one's own board where that is wanted. */
export function useSaveReport(page: string, asked: Address | undefined, onDone: () => void) {
  const { t } = useTranslation('saved');
  const queries = useQueryClient();
  const [address, change] = useAddress();
  return useMutation({
    mutationFn: async ({ title, isOnBoard, taken, name }: Saving) => {
      const own = name ?? freeName(title, taken.map((report) => report.name));
      const report = await api.put(at('/api/saved-reports/{name}', { name: own }), { title, description: '', page, ask: askedOf(page, { ...asked, ...address }) });
      if (isOnBoard) {
        const board = await api.get(at('/api/boards/{name}', { name: 'mine' }));
        await api.put(at('/api/boards/{name}', { name: 'mine' }), { title: board.title, tiles: [...board.tiles, { report: own, show: 'figure', of: '', title: '', width: 1 }] });
      }
      return report;
    },
    onSuccess: async (report) => {
      await Promise.all([queries.invalidateQueries({ queryKey: ['/api/saved-reports'] }), queries.invalidateQueries({ queryKey: ['/api/boards/mine'] })]);
      notifications.show({ message: t('save.saved', { title: report.title }) });
      change({ saved: report.name }, { replace: true });
      onDone();
    },
  });
}
