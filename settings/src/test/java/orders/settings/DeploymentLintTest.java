package orders.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the containers are made of, by the linters that this machine has. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "there is no sh")
class DeploymentLintTest {
  private static final int NOT_HERE = 3;

  @ParameterizedTest
  @ValueSource(strings = {"shellcheck", "compose", "dclint", "dockerfile"})
  void a_linter_finds_nothing(String linter) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder("sh", "deploy/check/lint.sh", linter)
            .directory(Path.of("..").toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    String found = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();

    assumeThat(code).as("%s is not on this machine", linter).isNotEqualTo(NOT_HERE);
    assertThat(code).as(found).isZero();
  }
}
