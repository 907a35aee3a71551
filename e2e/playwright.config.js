import { defineConfig } from '@playwright/test';

// Two workers: each has a browser, and servers beside it.
export default defineConfig({
  testDir: 'tests',
  outputDir: '../target/e2e',
  workers: 2,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list']],
  use: {
    browserName: 'chromium',
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--font-render-hinting=none'],
      // Without UTF-8 the browser drops Japanese from the names of files that it saves.
      env: { ...process.env, LANG: 'C.UTF-8' },
    },
    locale: 'ja-JP',
    timezoneId: 'Asia/Tokyo',
    viewport: { width: 1440, height: 900 },
    screenshot: 'off',
    trace: 'off',
  },
});
