# One file for all four services: docker build --build-arg SERVICE=ingest-service .
#
# The jars are built inside (one stage, shared by the four images). With jars built outside by
# "mvn -DskipTests package", --build-arg JARS=outside takes those instead.
ARG BUILD_IMAGE=maven:3.9-eclipse-temurin-17
# TensorFlow's library is linked against glibc: no Alpine here. Any JRE 17 or later on Debian, Ubuntu or RHEL does.
ARG RUNTIME_IMAGE=eclipse-temurin:17-jre
ARG JARS=inside

FROM ${BUILD_IMAGE} AS inside
WORKDIR /src
COPY . .
RUN --mount=type=cache,target=/root/.m2 mvn -B -ntp -q -DskipTests package \
    -pl ingest-service,augment-service,trainer-service,monitor-service -am

FROM scratch AS outside
COPY . /src/

FROM ${JARS} AS jars

FROM ${RUNTIME_IMAGE}
ARG SERVICE
# The home is the volume: Kafka Streams' state, and TensorFlow's library, which is unpacked there at the first start.
RUN test -n "${SERVICE}" \
 && groupadd --system --gid 10001 equipoise \
 && useradd --system --uid 10001 --gid equipoise --home-dir /var/lib/equipoise --create-home equipoise
COPY --from=jars /src/${SERVICE}/target/quarkus-app/ /opt/equipoise/
USER equipoise
WORKDIR /var/lib/equipoise
VOLUME /var/lib/equipoise
# Inside a container every address is the container's own; what is published on the host is Compose's business.
ENV QUARKUS_HTTP_HOST=0.0.0.0 \
    QUARKUS_HTTP_PORT=8080 \
    EQUIPOISE_STATE_DIR=/var/lib/equipoise/state \
    TF_ENABLE_ONEDNN_OPTS=1 \
    TF_OVERRIDE_GLOBAL_THREADPOOL=1 \
    TF_FORCE_GPU_ALLOW_GROWTH=true \
    JAVA_TOOL_OPTIONS="-Xmx512m -XX:+UseSerialGC -XX:+ExitOnOutOfMemoryError -Djava.awt.headless=true"
EXPOSE 8080
# bash speaks HTTP well enough; a JRE image need not have curl.
HEALTHCHECK --interval=5s --timeout=3s --start-period=180s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${QUARKUS_HTTP_PORT} && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/opt/equipoise/quarkus-run.jar"]
