# The program is built with its C library's headers at hand and run without.
FROM golang:1.26-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY cmd cmd
COPY internal internal
COPY migrations migrations
COPY static static
COPY templates templates
ARG TAG=container
RUN CGO_ENABLED=1 go build -trimpath -ldflags "-s -w -X main.tag=${TAG}" -o /waymood ./cmd/waymood

FROM debian:bookworm-slim
# Certificates for mail servers and databases; the fonts draw Chinese in the
# pictures that mails carry.
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates fonts-noto-cjk \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin waymood \
    && install -d -o waymood -g waymood -m 0750 /data
COPY --from=build /waymood /usr/local/bin/waymood
USER waymood
WORKDIR /data
VOLUME /data
ENV WAYMOOD_DATABASE=/data/waymood.db \
    WAYMOOD_LISTEN=:8080
EXPOSE 8080
HEALTHCHECK --interval=15s --timeout=5s CMD ["waymood", "doctor", "--running"]
ENTRYPOINT ["waymood"]
CMD ["serve"]
