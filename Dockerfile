# Trailbridge in a container: the packaged folder on a public Java runtime.
#
#   mvn -DskipTests package && docker build -t trailbridge .
#   docker run --read-only --tmpfs /tmp --env-file trailbridge.env trailbridge
#
# It needs no writable file system beyond /tmp, runs as an unprivileged user, and stops in order on SIGTERM: give it
# more time than trailbridge.stopGrace (docker stop --time 40). Health and metrics listen on loopback in the container
# unless TRAILBRIDGE_HTTP_ADDRESS says otherwise.
#
# The heap is three quarters of the container's memory, and bounds what is in flight: docs/configuration.md says how much is needed
# for what. Out of memory, Java itself ends the process, with 3.
ARG JRE=eclipse-temurin:21-jre
FROM ${JRE}

COPY target/trailbridge/ /opt/trailbridge/

USER 10001:10001
WORKDIR /tmp
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "-XX:+ExitOnOutOfMemoryError", "-jar", "/opt/trailbridge/trailbridge.jar"]
