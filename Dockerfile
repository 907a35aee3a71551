# Tasuki in a container: docker build -t tasuki . && docker run -p 127.0.0.1:8642:8642 -v tasuki:/var/lib/tasuki tasuki
FROM node:22-bookworm-slim AS node

FROM rust:1.95-bookworm AS build
# Node brings in the fonts and bundles what the pages load.
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/source/target \
    cargo build --release --locked --package tasuki && cp target/release/tasuki /usr/local/bin/tasuki

FROM debian:bookworm-slim
# Certificates, for mail, S3, PostgreSQL and the identity provider.
RUN apt-get update && apt-get install --yes --no-install-recommends ca-certificates && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 8642 --home-dir /var/lib/tasuki --shell /usr/sbin/nologin tasuki \
    && install --directory --owner tasuki --group tasuki --mode 0700 /var/lib/tasuki
COPY --from=build /usr/local/bin/tasuki /usr/local/bin/tasuki
USER tasuki
WORKDIR /var/lib/tasuki
ENV TASUKI_DATA=/var/lib/tasuki TASUKI_LISTEN=0.0.0.0:8642 TASUKI_LOG_FORMAT=json
VOLUME /var/lib/tasuki
EXPOSE 8642
STOPSIGNAL SIGTERM
# There is no curl in here, but bash can speak enough HTTP.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8642 && printf 'GET /readyz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q ^ready <&3"]
ENTRYPOINT ["tasuki"]
CMD ["serve"]
