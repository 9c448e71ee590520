mock_provider "aws" {}

variables {
  aws             = { partition = "aws", dns_suffix = "amazonaws.com", region = "ap-southeast-2" }
  role_name       = "ml-inference-pod-role"
  namespace       = "ml-inference"
  service_account = "ml-inference-api"

  oidc_provider = {
    arn    = "arn:aws:iam::111122223333:oidc-provider/oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
    issuer = "oidc.eks.ap-southeast-2.amazonaws.com/id/ABC"
  }
}

run "without_a_model_pods_may_do_nothing_in_aws" {
  command = plan

  assert {
    condition     = length(local.read_model) == 0
    error_message = "Without a model there is no right in S3, and secrets come by external-secrets."
  }
}

run "pods_read_one_model_object" {
  command = plan

  variables {
    model = { bucket = "models", key = "iris/model.onnx", kms_key_arn = "arn:aws:kms:ap-southeast-2:111122223333:key/models" }
  }

  assert {
    condition     = flatten([for statement in jsondecode(local.read_model["read-own-model"]).Statement : statement.Resource]) == ["arn:aws:s3:::models/iris/model.onnx", "arn:aws:kms:ap-southeast-2:111122223333:key/models"]
    error_message = "One object, and the key of that object."
  }

  assert {
    condition     = [for statement in jsondecode(local.read_model["read-own-model"]).Statement : statement.Action] == ["s3:GetObject", "kms:Decrypt"]
    error_message = "Read, and nothing but read."
  }
}

run "files_with_weights_in_another_region_are_read_and_decrypted_there" {
  command = plan

  variables {
    model = {
      bucket      = "models"
      key         = "iris/model.onnx"
      files       = ["iris/b.data", "iris/a.data"]
      region      = "eu-west-1"
      kms_key_arn = "arn:aws:kms:eu-west-1:111122223333:key/models"
    }
  }

  assert {
    condition = jsondecode(local.read_model["read-own-model"]).Statement[0].Resource == [
      "arn:aws:s3:::models/iris/model.onnx",
      "arn:aws:s3:::models/iris/a.data",
      "arn:aws:s3:::models/iris/b.data",
    ]
    error_message = "Each object by its name."
  }

  assert {
    condition     = jsondecode(local.read_model["read-own-model"]).Statement[1].Condition.StringEquals["kms:ViaService"] == "s3.eu-west-1.amazonaws.com"
    error_message = "S3 decrypts where the bucket is."
  }
}

run "a_pattern_for_a_model_is_refused" {
  command = plan

  variables {
    model = { bucket = "models", key = "*" }
  }

  expect_failures = [var.model]
}

run "a_pattern_for_a_file_is_refused" {
  command = plan

  variables {
    model = { bucket = "models", key = "model.onnx", files = ["*.data"] }
  }

  expect_failures = [var.model]
}
