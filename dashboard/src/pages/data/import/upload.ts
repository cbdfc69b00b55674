import { ProblemError, type ProblemBody } from '../../../api/client';

/**
 * Sends a file and tells how much of it has left, which `fetch` cannot. The browser reads the file
 * piece by piece, so its size does not matter.
 */
export function upload<Answer>(path: string, file: Blob, onProgress: (share: number) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', path);
    request.setRequestHeader('X-Evergrow', '1');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.responseType = 'text';
    request.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    request.onerror = () => reject(new ProblemError({ title: 'unreachable', status: 0, code: 'unreachable' }));
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(JSON.parse(request.responseText) as Answer);
      else reject(new ProblemError(problemOf(request)));
    };
    request.send(file);
  });
}

function problemOf(request: XMLHttpRequest): ProblemBody {
  try {
    const body = JSON.parse(request.responseText) as Partial<ProblemBody>;
    if (typeof body.title === 'string') return { code: 'unknown', ...body, title: body.detail || body.title, status: request.status };
  } catch {
    // Not JSON: a proxy's page. The status still says something.
  }
  return { title: request.statusText || String(request.status), status: request.status, code: 'unknown' };
}
