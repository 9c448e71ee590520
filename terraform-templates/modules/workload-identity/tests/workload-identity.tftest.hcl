mock_provider "aws" {}

variables {
  aws             = { partition = "aws", dns_suffix = "amazonaws.com", region = "ap-southeast-2", account_id = "111122223333" }
  role_name       = "ml-inference-pod-role"
  namespace       = "ml-inference"
  service_account = "ml-inference-api"
  secrets_prefix  = "demo/ml-inference"
  secrets_key_arn = "arn:aws:kms:ap-southeast-2:111122223333:key/data"

  oidc_provider = {
    arn    = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
    issuer = "oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
  }
}

run "pods_read_their_own_secrets_and_nothing_else" {
  command = plan

  assert {
    condition = jsondecode(local.read_secrets).Statement == [
      {
        Sid      = "ReadOwnSecrets"
        Effect   = "Allow"
        Action   = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
        Resource = "arn:aws:secretsmanager:ap-southeast-2:111122223333:secret:demo/ml-inference/*"
      },
      {
        Sid       = "DecryptThemThroughSecretsManager"
        Effect    = "Allow"
        Action    = "kms:Decrypt"
        Resource  = "arn:aws:kms:ap-southeast-2:111122223333:key/data"
        Condition = { StringEquals = { "kms:ViaService" = "secretsmanager.ap-southeast-2.amazonaws.com" } }
      },
    ]
    error_message = "The policy must be exactly this."
  }

  assert {
    condition     = length(local.read_model) == 0
    error_message = "Without a model there is no right in S3."
  }
}

run "pods_read_one_model_object" {
  command = plan

  variables {
    model = { bucket = "models", key = "iris/model.onnx", kms_key_arn = "arn:aws:kms:ap-southeast-2:111122223333:key/models" }
  }

  assert {
    condition     = [for statement in jsondecode(local.read_model["read-own-model"]).Statement : statement.Resource] == ["arn:aws:s3:::models/iris/model.onnx", "arn:aws:kms:ap-southeast-2:111122223333:key/models"]
    error_message = "One object, and the key of that object."
  }

  assert {
    condition     = [for statement in jsondecode(local.read_model["read-own-model"]).Statement : statement.Action] == ["s3:GetObject", "kms:Decrypt"]
    error_message = "Read, and nothing but read."
  }
}

run "a_pattern_for_a_model_is_refused" {
  command = plan

  variables {
    model = { bucket = "models", key = "*" }
  }

  expect_failures = [var.model]
}
