import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../api/client';
import type { Answer } from '../../api/contract';
import { isComplete, pruned, rooted, type Tree } from './tree';

/** A condition while it is edited: in the builder or as text. */
export interface ConditionDraft {
  mode: 'build' | 'text';
  tree: Tree;
  text: string;
}

export type ConditionRead = Answer<'/api/conditions/read', 'post'>;

const READ_WAIT_MS = 300;

export function draftOf(tree: Tree | null | undefined, text: string): ConditionDraft {
  return { mode: tree || !text ? 'build' : 'text', tree: rooted(tree), text };
}

/** What is sent of a draft; null while rows are unfinished or nothing is asked. */
export function sentOf(draft: ConditionDraft): { tree: Tree } | { text: string } | null {
  if (draft.mode === 'text') return draft.text.trim() ? { text: draft.text.trim() } : null;
  const tree = isComplete(draft.tree) ? pruned(draft.tree) : null;
  return tree && { tree };
}

/** The draft in words, as text and as a tree; nothing is kept. */
export function useConditionRead(draft: ConditionDraft, of: 'customer' | 'event') {
  const [settled] = useDebouncedValue(draft, READ_WAIT_MS);
  const sent = sentOf(settled);
  const read = useQuery({
    queryKey: ['/api/conditions/read', of, sent],
    queryFn: () => api.post('/api/conditions/read', { of, ...(sent as { text: string }) }),
    enabled: sent !== null,
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  return { answer: sent ? read.data : undefined, isFresh: settled === draft && !read.isPlaceholderData && sent !== null && read.isSuccess };
}
