import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The build lands inside the Python package, which serves it at `/` with a fallback to index.html. */
export default defineConfig({
  plugins: [react()],
  build: {
    outDir: '../src/evergrow/web/dashboard',
    emptyOutDir: true,
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        advancedChunks: {
          groups: [
            { name: 'charts', test: /node_modules[\\/](echarts|zrender)/ },
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'mantine', test: /node_modules[\\/](@mantine|@floating-ui)/ },
          ],
        },
      },
    },
  },
  server: {
    port: 5173,
    proxy: { '/api': { target: process.env.EVERGROW_API ?? 'http://127.0.0.1:8000', changeOrigin: false } },
  },
});
